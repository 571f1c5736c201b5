// Buttons that put a number or an address on the clipboard. They appear only where the browser can do it.

import { announce } from "./announce.js";

function attach() {
  for (const button of document.querySelectorAll("[data-copy][hidden]")) {
    if (!navigator.clipboard) continue;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.dataset.copy);
      announce(button.dataset.done);
    });
  }
}

attach();
document.addEventListener("regions-replaced", attach);
