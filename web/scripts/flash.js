// <cs-flash> holds what just happened. Screen readers speak a status only when it changes, so it is said anew once the page is there.

class Flash extends HTMLElement {
  connectedCallback() {
    const status = this.querySelector('[role="status"]');
    const words = status.textContent;
    setTimeout(() => {
      status.textContent = "";
      setTimeout(() => (status.textContent = words), 50); // no frame is drawn while the page is not in sight: the words must be back all the same
    }, 300);
  }
}

customElements.define("cs-flash", Flash);
