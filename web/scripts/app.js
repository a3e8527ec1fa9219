// Everything here makes a page nicer that works without it.
import "htmx.org";
import "htmx.org/dist/ext/hx-sse.js";
import "./autosave.js";
import "./blocks.js";
import "./copy.js";
import "./faults.js";
import "./filter.js";
import "./flash.js";
import "./follow.js";
import "./kinds.js";
import "./leaveout.js";
import "./live.js";
import "./passkey.js";
import "./print.js";
import "./suggest.js";
import "./upload.js";

// A piece of a page answered from another address (signed out meanwhile, say) is no longer that piece: go there.
document.addEventListener("htmx:before:response", (event) => {
  const response = event.detail.ctx.response.raw;
  if (response.redirected) {
    event.preventDefault();
    location.assign(response.url);
  }
});
