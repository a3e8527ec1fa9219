// <cs-filter> holds a form of facets. On a desk every change is applied at once; on a phone, where the form is a sheet over the
// page, its button applies them all. The form's hx- attributes say what is replaced; the focus stays where it was.

const desk = matchMedia("(width >= 60rem)");

class Filter extends HTMLElement {
  connectedCallback() {
    const form = this.querySelector("form");
    form.addEventListener("change", () => desk.matches && form.requestSubmit());
    form.addEventListener("submit", () => form.matches(":popover-open") && form.hidePopover());
    for (const failure of ["htmx:response:error", "htmx:error"]) {
      form.addEventListener(failure, () => form.submit()); // the plain way, so that the page says what is wrong
    }
  }
}

customElements.define("cs-filter", Filter);
