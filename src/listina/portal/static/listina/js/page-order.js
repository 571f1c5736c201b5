// Pages are ordered by dragging their handle; the buttons of each card do the same without it.

import Sortable from "../../vendor/sortable.esm.js";

function attach() {
  const list = document.querySelector("[data-page-order]");
  if (!list || list.matches("[data-sortable]")) return;
  list.dataset.sortable = "";
  Sortable.create(list, {
    handle: "[data-handle]",
    animation: 150,
    // The browser's own dragging shows no picture over a strict policy on some systems and fails on touch screens.
    forceFallback: true,
    onEnd: ({ item, oldIndex, newIndex }) => {
      if (oldIndex === newIndex) return;
      const form = item.querySelector("form[data-move]");
      form.querySelector("[name=position]").value = String(newIndex + 1);
      form.requestSubmit();
    },
  });
}

attach();
document.addEventListener("regions-replaced", attach);
