// <cs-upload> stands in a form that sends files and shows how far they are. The answer, whatever it is, becomes the page.

class Upload extends HTMLElement {
  connectedCallback() {
    const form = this.closest("form");
    form?.addEventListener("submit", (event) => {
      const files = [...form.querySelectorAll('input[type="file"]')].some((input) => input.files.length > 0);
      if (!files || event.defaultPrevented) return;
      event.preventDefault();
      this.#send(form, event.submitter);
    });
  }

  #send(form, submitter) {
    const bar = this.querySelector("progress");
    const status = this.querySelector('[role="status"]');
    const request = new XMLHttpRequest(); // fetch does not tell how far an upload is
    let quarter = 0;
    const stopped = () => {
      bar.hidden = true;
      status.textContent = this.dataset.stopped;
      if (submitter) submitter.disabled = false;
    };
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      bar.max = total;
      bar.value = loaded;
      const now = Math.floor((loaded / total) * 4);
      if (now > quarter) {
        quarter = now; // spoken four times, not four hundred
        status.textContent = this.dataset.sent.replace("{percent}", now * 25);
      }
    });
    request.addEventListener("error", stopped);
    request.addEventListener("timeout", stopped);
    request.addEventListener("load", () => show(request.responseText, request.responseURL, request.status));
    request.open("POST", submitter?.getAttribute("formaction") ?? form.action);
    request.send(new FormData(form, submitter)); // read before the button is disabled, or its value would be left out
    bar.hidden = false;
    if (submitter) submitter.disabled = true;
  }
}

// show puts a whole page in place of this one, as the browser would have.
function show(html, url, status) {
  const page = new DOMParser().parseFromString(html, "text/html");
  if (status < 400) {
    history.pushState(null, "", url);
    addEventListener("popstate", () => location.reload()); // Back leads to a page that is no longer in this document
  }
  document.title = page.title;
  document.documentElement.lang = page.documentElement.lang;
  document.body.replaceWith(document.adoptNode(page.body));
  htmx.process(document.body);
  scrollTo(0, 0);
  (document.querySelector("[autofocus]") ?? document.querySelector("main")).focus();
}

customElements.define("cs-upload", Upload);
