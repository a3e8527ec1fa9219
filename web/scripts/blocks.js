// <cs-blocks> holds the parts of a document, each an element with data-block. A button named "move" with the value up:KEY or
// down:KEY moves its part here at once; without scripts the same button posts the form and the server moves it.

class Blocks extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", (event) => {
      const button = event.target.closest('button[name="move"]');
      if (!button) return;
      const [way] = button.value.split(":");
      const part = button.closest("[data-block]");
      const other = way === "up" ? part.previousElementSibling : part.nextElementSibling;
      event.preventDefault();
      if (!other?.matches("[data-block]")) return;
      way === "up" ? other.before(part) : other.after(part);
      button.focus();
      this.#number();
      this.#announce(part);
      // Whoever keeps a draft hears that the form has changed.
      part.dispatchEvent(new Event("input", { bubbles: true }));
    });
    this.#number();
  }

  #parts() {
    return [...this.querySelectorAll("[data-block]")];
  }

  #number() {
    const parts = this.#parts();
    parts.forEach((part, i) => {
      for (const place of part.querySelectorAll("[data-place]")) place.textContent = i + 1;
      for (const button of part.querySelectorAll('button[name="move"]')) {
        const end = button.value.startsWith("up:") ? i === 0 : i === parts.length - 1;
        button.setAttribute("aria-disabled", end); // not disabled: that would drop the focus
      }
    });
  }

  #announce(part) {
    const status = this.querySelector(':scope > [role="status"]');
    const parts = this.#parts();
    if (status) {
      status.textContent = this.dataset.moved.replace("{place}", parts.indexOf(part) + 1).replace("{count}", parts.length);
    }
  }
}

customElements.define("cs-blocks", Blocks);
