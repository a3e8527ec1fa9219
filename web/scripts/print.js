// <cs-print> holds a button that opens the browser's print dialog. Without scripts it is not there: browsers have a way of their own.

class Print extends HTMLElement {
  connectedCallback() {
    this.hidden = false;
    this.addEventListener("click", (event) => {
      if (event.target.closest("button")) window.print();
    });
  }
}

customElements.define("cs-print", Print);
