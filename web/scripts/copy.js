// <cs-copy> holds a field and a button; the button copies the field's text and says so in the status beside it.

class Copy extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", async (event) => {
      if (!event.target.closest("button")) return;
      const field = this.querySelector("input, textarea");
      const status = this.querySelector('[role="status"]');
      field.select();
      try {
        await navigator.clipboard.writeText(field.value);
        status.textContent = this.dataset.copied;
      } catch {
        status.textContent = this.dataset.selected; // no clipboard here: the text is marked, ready to be copied by hand
      }
    });
  }
}

customElements.define("cs-copy", Copy);
