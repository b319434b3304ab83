// A stay: one code open at a time, its evidence lit in the report, decisions by keyboard.
"use strict";
(() => {
  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  const items = $$("details.stay-code");
  const codes = items.filter((item) => item.id);

  function light(item) {
    const lit = $$("mark[data-refs]").filter((mark) => {
      const on = item !== null && mark.dataset.refs.split(" ").includes(item.dataset.ref);
      mark.classList.toggle("lit", on);
      return on;
    });
    if (!lit.length) return;
    const box = $(".scroll"), at = lit[0].getBoundingClientRect(), view = box.getBoundingClientRect();
    if (at.top < view.top || at.bottom > view.bottom) box.scrollTop += at.top - view.top - view.height / 3;
  }
  for (const item of items) item.addEventListener("toggle", () => {
    if (item.open) for (const other of items) if (other !== item) other.open = false;
    light(items.find((one) => one.open) || null);
  });

  function open(item) {
    if (!item) return;
    item.open = true;
    $("summary", item).focus({ preventScroll: true });
    item.scrollIntoView({ block: "nearest" });
  }
  const current = () => codes.findIndex((item) => item.open);
  const write = (name) => () => {
    const form = current() < 0 ? null : $(name, codes[current()]);
    if (!form) return;
    form.open = true;
    const box = $("input:not([type=hidden])", form);
    box.focus();
    box.select();
  };
  const keys = {
    j: () => open(codes[Math.min(current() + 1, codes.length - 1)]),
    k: () => open(codes[current() < 0 ? codes.length - 1 : Math.max(current() - 1, 0)]),
    a: () => { const form = current() < 0 ? null : $(".accept-form", codes[current()]); if (form) form.requestSubmit(); },
    e: write(".edit-form"),
    r: write(".reject-form"),
  };
  document.addEventListener("keydown", (event) => {
    if ($("#help").open || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select") || !keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  });

  const wanted = location.hash.startsWith("#code-") ? document.getElementById(location.hash.slice(1)) : null;
  // An item that the page came with open raises no event any more.
  if (wanted) open(wanted);
  light(items.find((item) => item.open) || null);
})();
