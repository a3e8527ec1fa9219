// <cs-suggest> holds a search field and an empty list. While one types it asks data-url what may be meant, and makes of the field a
// combobox: arrows choose, Enter goes there, Escape and leaving the field close the list. Nothing is chosen until an arrow is
// pressed: Enter searches for what was typed, as it does without scripts.

const PAUSE = 120; // ms without a key
const SHORTEST = 2; // characters that are worth asking for

class Suggest extends HTMLElement {
  #field;
  #list;
  #status;
  #timer;
  #asked; // aborts the question that waits for its answer
  #ends = new AbortController();
  #answered = ""; // what the list belongs to

  connectedCallback() {
    this.#field = this.querySelector("input");
    this.#list = this.querySelector("[role=listbox]");
    this.#status = this.querySelector("[role=status]");
    const field = this.#field;
    field.setAttribute("role", "combobox");
    field.setAttribute("autocomplete", "off");
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-controls", this.#list.id);
    this.#close();
    field.addEventListener("input", () => this.#later());
    field.addEventListener("keydown", (event) => this.#key(event));
    field.addEventListener("blur", () => this.#close());
    field.form.addEventListener("submit", (event) => this.#go(event), { signal: this.#ends.signal });
    this.#list.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
  }

  disconnectedCallback() {
    this.#ends.abort();
    clearTimeout(this.#timer);
    this.#asked?.abort();
  }

  #later() {
    clearTimeout(this.#timer);
    this.#choose(null);
    this.#timer = setTimeout(() => this.#ask(), PAUSE);
  }

  async #ask() {
    const typed = this.#field.value.trim();
    this.#asked?.abort();
    if (typed.length < SHORTEST) {
      this.#close();
      return;
    }
    if (typed !== this.#answered) {
      this.#asked = new AbortController();
      try {
        const response = await fetch(`${this.dataset.url}?q=${encodeURIComponent(typed)}`, {
          headers: { "HX-Request-Type": "partial" },
          signal: this.#asked.signal,
        });
        const html = response.ok && !response.redirected ? await response.text() : "";
        this.#list.innerHTML = html;
        this.#answered = typed;
      } catch {
        return; // asked again with the next key
      }
    } else if (!this.#list.hidden) return;
    this.#open();
  }

  #options() {
    return [...this.#list.querySelectorAll("[role=option]")];
  }

  #open() {
    const options = this.#options();
    if (options.length === 0 || document.activeElement !== this.#field) {
      this.#close();
      return;
    }
    options.forEach((option, i) => (option.id = `${this.#list.id}-${i}`));
    if (this.#list.hidden) this.#status.textContent = this.dataset.said;
    this.#list.hidden = false;
    this.#field.setAttribute("aria-expanded", "true");
    this.#choose(null);
  }

  #close() {
    clearTimeout(this.#timer);
    this.#asked?.abort();
    this.#list.hidden = true;
    this.#status.textContent = "";
    this.#field.setAttribute("aria-expanded", "false");
    this.#choose(null);
  }

  #chosen() {
    return this.#list.querySelector("[aria-selected=true]");
  }

  #choose(option) {
    this.#chosen()?.setAttribute("aria-selected", "false");
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) this.#field.setAttribute("aria-activedescendant", option.id);
    else this.#field.removeAttribute("aria-activedescendant");
  }

  #key(event) {
    if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    const open = !this.#list.hidden;
    switch (event.key) {
      case "ArrowDown":
      case "ArrowUp":
        event.preventDefault();
        if (open) this.#step(event.key === "ArrowDown" ? 1 : -1);
        else this.#ask();
        break;
      case "Escape":
        if (!open) return; // the browser empties the field
        event.preventDefault();
        this.#close();
        break;
    }
  }

  // #go follows what was chosen in place of the search.
  #go(event) {
    const chosen = this.#chosen();
    if (!chosen) return;
    event.preventDefault();
    location.assign(chosen.href);
  }

  // #step goes through the options and, between the last and the first, back to what was typed.
  #step(by) {
    const options = [null, ...this.#options()];
    const at = options.indexOf(this.#chosen());
    this.#choose(options[(at + by + options.length) % options.length]);
  }
}

customElements.define("cs-suggest", Suggest);
