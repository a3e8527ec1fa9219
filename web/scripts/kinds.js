// <cs-kinds> holds a list of kinds and, in elements with data-kind-fields, the fields that only one kind has. Choosing a kind
// shows its fields at once; without scripts a button asks the server for them. What was typed into the others stays.

class Kinds extends HTMLElement {
  connectedCallback() {
    this.addEventListener("change", (event) => {
      if (event.target.name !== "kind") return;
      for (const fields of this.querySelectorAll("[data-kind-fields]")) {
        fields.hidden = fields.dataset.kindFields !== event.target.value;
      }
    });
  }
}

customElements.define("cs-kinds", Kinds);
