// Keys work without a click: the terminal has the focus as soon as it is there, and again when the window has.
"use strict";

// The terminal writes rules for its colours and letters; this page's policy takes those with its nonce alone.
const nonce = document.currentScript.nonce;
document.createElement = (name, options) => {
  const element = Document.prototype.createElement.call(document, name, options);
  if (element instanceof HTMLStyleElement) {
    element.nonce = nonce;
  }
  return element;
};

function focusTerminal() {
  const input = document.querySelector(".xterm-helper-textarea");
  if (input && !document.body.classList.contains("-closed")) {
    input.focus();
  }
}

document.addEventListener("DOMContentLoaded", () => {
  const again = document.querySelector("#again");
  again.addEventListener("click", () => window.location.reload());
  new MutationObserver(() => {
    if (document.body.classList.contains("-closed")) {
      again.focus();
    } else {
      focusTerminal();
    }
  }).observe(document.body, { attributes: true, attributeFilter: ["class"] });
});
window.addEventListener("focus", focusTerminal);

// The terminal measures its letters when it opens: its font must be there by then.
window.addEventListener("load", (event) => {
  const open = window.onload;
  if (open) {
    window.onload = null;
    event.stopImmediatePropagation();
    document.fonts.load('16px "Roboto Mono"').finally(() => {
      open(event);
      focusTerminal();
    });
  }
});
