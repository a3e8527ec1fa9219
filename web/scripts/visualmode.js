// <cs-visual> stands around a Markdown toolbar and its text area and lets one write what it will look like instead.
//
// The text area stays the truth. The visual mode opens only if what it would give back reads as the text does, by the server's own
// rendering; otherwise words say why not. It puts something into the text area only when somebody has typed in it. Without scripts,
// or until one asks, there is the text area and nothing else.

const commands = {
  bold: (chain) => chain.toggleBold(),
  italic: (chain) => chain.toggleItalic(),
  "header-3": (chain) => chain.toggleHeading({ level: 3 }),
  "unordered-list": (chain) => chain.toggleBulletList(),
  "ordered-list": (chain) => chain.toggleOrderedList(),
  quote: (chain) => chain.toggleBlockquote(),
};

const nodes = {
  bold: ["bold"],
  italic: ["italic"],
  "header-3": ["heading"],
  link: ["link"],
  "unordered-list": ["bulletList"],
  "ordered-list": ["orderedList"],
  quote: ["blockquote"],
};

class Visual extends HTMLElement {
  #area;
  #button;
  #place;
  #link; // the line for an address
  #pressed = null; // a key that was pressed in it
  #editor = null;
  #written; // gives what stands in the editor

  connectedCallback() {
    if (this.#area) return; // moved with its part
    this.#area = this.querySelector("textarea");
    this.#button = this.querySelector("[data-visual]");
    this.#place = this.querySelector("[data-visual-place]");
    this.#link = this.querySelector("[data-visual-link]");
    this.#button.hidden = false;
    this.#button.addEventListener("click", () => (this.#editor ? this.#close() : this.#open()));
    // The toolbar's buttons act on the text area; while that is hidden they act here.
    this.addEventListener("click", (event) => this.#tool(event), { capture: true });
    for (const type of ["keydown", "keypress", "keyup"]) {
      this.#link.querySelector("input").addEventListener(type, (event) => this.#linkKey(event));
    }
    this.#link.querySelector("[data-visual-put]").addEventListener("click", () => this.#putLink());
    this.#link.querySelector("[data-visual-take]").addEventListener("click", () => this.#takeLink());
    this.closest(".field")?.querySelector("label")?.addEventListener("click", () => this.#editor?.commands.focus());
  }

  async #open() {
    this.#button.setAttribute("aria-disabled", "true");
    this.#say("");
    try {
      const { open, written } = await import(this.dataset.src);
      const text = this.#area.value;
      const editor = open(this.#place, text, this.#attributes());
      if (await this.#alike(text, written(editor))) {
        this.#written = written;
        this.#shown(editor);
      } else {
        editor.destroy();
        this.#say(this.dataset.loses);
      }
    } catch {
      this.#place.replaceChildren();
      this.#say(this.dataset.failed);
    }
    this.#button.removeAttribute("aria-disabled");
  }

  #attributes() {
    const out = { role: "textbox", "aria-multiline": "true", "aria-label": this.dataset.label };
    for (const name of ["aria-describedby", "aria-invalid", "lang", "dir"]) {
      if (this.#area.hasAttribute(name)) out[name] = this.#area.getAttribute(name);
    }
    return out;
  }

  // #alike asks the server whether two texts read the same.
  async #alike(text, again) {
    if (text === again) return true;
    const response = await fetch(this.dataset.alike, {
      method: "POST",
      body: new URLSearchParams({ text, again }),
      headers: { "HX-Request-Type": "partial" }, // no page is wanted, whatever happens
    });
    if (!response.ok || response.redirected) throw new Error(response.status);
    return (await response.json()).alike;
  }

  #shown(editor) {
    this.#editor = editor;
    editor.on("update", () => this.#typed());
    editor.on("blur", () => this.#area.dispatchEvent(new Event("change", { bubbles: true })));
    editor.on("transaction", () => this.#press());
    this.#area.hidden = true;
    this.#place.hidden = false;
    this.#button.textContent = this.dataset.close;
    this.#press();
    editor.commands.focus("end");
  }

  #typed() {
    this.#area.value = this.#written(this.#editor);
    this.#area.dispatchEvent(new Event("input", { bubbles: true }));
  }

  #close() {
    this.#editor.destroy();
    this.#editor = null;
    this.#place.hidden = true;
    this.#link.hidden = true;
    this.#area.hidden = false;
    this.#button.textContent = this.dataset.open;
    for (const button of this.#tools()) button.removeAttribute("aria-pressed");
    this.#area.focus();
  }

  #tools() {
    return this.querySelectorAll("[data-md-button]");
  }

  // #press shows which tools are in force where one writes.
  #press() {
    for (const button of this.#tools()) {
      const on = nodes[button.dataset.mdButton].some((name) => this.#editor.isActive(name));
      button.setAttribute("aria-pressed", on);
    }
  }

  #tool(event) {
    const button = event.target.closest("[data-md-button]");
    if (!button || !this.#editor) return;
    event.preventDefault();
    event.stopPropagation();
    const style = button.dataset.mdButton;
    if (style === "link") return this.#askLink();
    commands[style](this.#editor.chain().focus()).run();
  }

  #askLink() {
    const input = this.#link.querySelector("input");
    input.value = this.#editor.getAttributes("link").href ?? "";
    this.#link.querySelector("[data-visual-take]").hidden = !input.value;
    this.#link.hidden = false;
    input.focus();
    input.select();
  }

  // #linkKey acts when the key is let go of, so that no part of it reaches the form or the text that gets the focus.
  #linkKey(event) {
    if (event.key !== "Enter" && event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    if (event.type === "keydown") this.#pressed = event.key;
    if (event.type !== "keyup" || this.#pressed !== event.key) return;
    this.#pressed = null;
    event.key === "Enter" ? this.#putLink() : this.#leaveLink();
  }

  #putLink() {
    const typed = this.#link.querySelector("input").value.trim();
    const href = /^[a-z][a-z0-9+.-]*:/i.test(typed) || typed === "" ? typed : "https://" + typed;
    if (!href) return this.#leaveLink();
    const chain = this.#editor.chain().focus().extendMarkRange("link");
    if (this.#editor.state.selection.empty && !this.#editor.isActive("link")) {
      chain.insertContent({ type: "text", text: typed, marks: [{ type: "link", attrs: { href } }] }).run();
    } else {
      chain.setLink({ href }).run();
    }
    this.#link.hidden = true;
  }

  #takeLink() {
    this.#editor.chain().focus().extendMarkRange("link").unsetLink().run();
    this.#link.hidden = true;
  }

  #leaveLink() {
    this.#link.hidden = true;
    this.#editor.commands.focus();
  }

  #say(words) {
    this.querySelector("[data-visual-says]").textContent = words;
  }
}

customElements.define("cs-visual", Visual);
