// What is wrong with a field stands beside it and in the list above the form. Both go as soon as it is put right, and a status
// says how much is left; what only the server can judge stays until it has. A form that keeps itself hears from its server what is
// wrong still ("cs-looked"); of any other this judges by itself only what is plain: something is there that was missing, or the
// browser finds an address or a day well formed. Nothing moves while a button is being pressed, so that the press still hits it.

let pressed = false;
const waiting = new Set(); // fields that are right, until the button is let go

const wrongField = (element) => element.closest?.(".field.wrong");
const controls = (field) => [...field.querySelectorAll("input, select, textarea")].filter(({ type }) => type !== "hidden");

// touched says whether a control holds something else than what was refused.
function touched(control) {
  if (control.type === "file") return control.files.length > 0;
  if (control.type === "checkbox" || control.type === "radio") return control.checked !== control.defaultChecked;
  if (control.options) return [...control.options].some((option) => option.selected !== option.defaultSelected);
  return control.value !== control.defaultValue;
}

// filled says whether something is there now that was missing.
function filled(field) {
  const all = controls(field);
  const boxes = all.filter(({ type }) => type === "checkbox" || type === "radio");
  if (boxes.length > 0) return !boxes.some((box) => box.defaultChecked) && boxes.some((box) => box.checked);
  const [control] = all;
  if (!control) return false;
  if (control.type === "file") return control.files.length > 0;
  const before = control.options ? ([...control.options].find((option) => option.defaultSelected)?.value ?? "") : control.defaultValue;
  return before.trim() === "" && control.value.trim() !== "" && control.validity.valid;
}

// wellFormed says whether the browser itself finds well formed what it would not accept before.
function wellFormed(field) {
  const [control] = controls(field);
  return ["email", "url", "number", "date"].includes(control?.type) && control.value !== "" && touched(control) && control.validity.valid;
}

function changed(event) {
  const field = wrongField(event.target);
  if (!field || event.target.form?.querySelector("[data-looks]")) return;
  if (filled(field) || (event.type === "change" && wellFormed(field))) settle(field);
}

function looked(event) {
  const form = event.target.closest("form");
  for (const field of form?.querySelectorAll(".field.wrong") ?? []) {
    if (!event.detail.includes(nameOf(field)) && controls(field).some(touched)) settle(field);
  }
}

const fault = (field) => [...field.querySelectorAll(".says")].find((says) => wrongField(says) === field);
const nameOf = (field) => fault(field)?.id.replace(/-wrong$/, "");

function settle(field) {
  waiting.add(field);
  if (!pressed) clear();
}

function clear() {
  for (const field of waiting) clearField(field);
  waiting.clear();
}

function clearField(field) {
  const says = fault(field);
  if (!says) return;
  for (const control of [field, ...field.querySelectorAll("[aria-invalid], [aria-describedby]")]) {
    control.removeAttribute("aria-invalid");
    const others = (control.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => id && id !== says.id);
    others.length > 0 ? control.setAttribute("aria-describedby", others.join(" ")) : control.removeAttribute("aria-describedby");
  }
  const name = nameOf(field);
  says.remove();
  field.classList.remove("wrong");
  clearLine(name);
}

// clearLine takes a fault out of the list above the form, and the list away after the last.
function clearLine(name) {
  const box = document.querySelector("[data-faults]");
  const line = box?.querySelector(`a[href="#${CSS.escape(name)}"]`);
  if (!line) return;
  (line.closest("li") ?? line.parentElement).remove();
  const left = box.querySelectorAll("a").length;
  const heading = box.querySelector("h2");
  heading.textContent = left === 1 ? box.dataset.one : box.dataset.many.replace("{count}", left);
  document.querySelector("[data-faults-left]").textContent = left === 0 ? box.dataset.none : heading.textContent;
  if (left > 0) return;
  if (document.title.startsWith(box.dataset.title)) document.title = document.title.slice(box.dataset.title.length);
  box.remove();
}

const letGo = () =>
  setTimeout(() => {
    pressed = false;
    clear();
  });

document.addEventListener("input", changed);
document.addEventListener("change", changed);
document.addEventListener("cs-looked", looked);
document.addEventListener("pointerdown", () => (pressed = true));
document.addEventListener("pointerup", letGo);
document.addEventListener("pointercancel", letGo);
