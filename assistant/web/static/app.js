// Keyboard, confirmations, waiting for the draft. Every page works without it, more slowly.
"use strict";
(() => {
  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];

  document.addEventListener("click", (event) => {
    const asks = event.target.closest("[data-confirm]");
    if (asks && !confirm(asks.dataset.confirm)) { event.preventDefault(); return; }
    if (event.target.closest("[data-back]") && history.length > 1) { event.preventDefault(); history.back(); }
    if (event.target.closest("[data-help]")) $("#help").showModal();
    const jump = event.target.closest("[data-jump]");
    if (jump) { event.preventDefault(); open(document.getElementById(jump.dataset.jump)); }
    for (const menu of $$(".menu[open]")) if (!menu.contains(event.target)) menu.open = false;
  });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method === "dialog") return;
    const unsaved = $$("textarea").some((box) => box.form !== form && box.value !== box.defaultValue);
    const warned = $("[data-unsaved]")?.dataset.unsaved;
    if (unsaved && warned && !confirm(warned)) { event.preventDefault(); return; }
    sessionStorage.setItem("scroll:" + location.pathname, String(scrollY));
    const button = $("button:not([name])", form);
    if (!button) return;
    setTimeout(() => { button.disabled = true; if (form.dataset.busy) $$("button.primary", form).pop().textContent = form.dataset.busy; });
  });
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
  const kept = sessionStorage.getItem("scroll:" + location.pathname);
  if (kept !== null) { sessionStorage.removeItem("scroll:" + location.pathname); scrollTo(0, Number(kept)); }

  // Review: j and k between sentences, f to the next finding, e to edit, ? for help.
  const sentences = $$("details.sentence");
  const openOne = () => sentences.findIndex((sentence) => sentence.open);
  function open(sentence) {
    if (!sentence) return;
    sentence.open = true;
    $("summary", sentence).focus({ preventScroll: true });
    sentence.scrollIntoView({ block: "nearest" });
  }
  function move(step, wanted) {
    const from = openOne();
    const start = from < 0 && step < 0 ? sentences.length : from;
    for (let n = start + step; n >= 0 && n < sentences.length; n += step) if (wanted(sentences[n])) return open(sentences[n]);
    if (wanted !== any) open(sentences.find(wanted));
  }
  const any = () => true;
  const doubtful = (sentence) => sentence.dataset.open !== undefined;
  const keys = {
    j: () => move(1, any),
    k: () => move(-1, any),
    f: () => move(1, doubtful),
    e: () => {
      const edit = openOne() < 0 ? null : $("details.edit", sentences[openOne()]);
      if (!edit) return;
      edit.open = true;
      const box = $("textarea", edit);
      box.focus();
      box.setSelectionRange(box.value.length, box.value.length);
    },
    Escape: () => { if (openOne() >= 0) sentences[openOne()].open = false; },
    "?": () => $("#help").showModal(),
  };
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select");
    if (!$("#help") || $("#help").open || event.ctrlKey || event.metaKey || event.altKey) return;
    if (typing && event.key !== "Escape") return;
    if (typing) { typing.blur(); return; }
    if (keys[event.key]) { event.preventDefault(); keys[event.key](); }
  });

  const drop = $("[data-drop]");
  if (drop) {
    for (const name of ["dragover", "dragleave", "drop"]) drop.addEventListener(name, (event) => {
      event.preventDefault();
      drop.classList.toggle("over", name === "dragover");
      if (name === "drop") $("input", drop).files = event.dataTransfer.files;
    });
  }

  // A slow model is followed: the words that it writes, marked as such, then what it proposes. Both come beside the
  // sentences; nothing that stands on the page is touched.
  const awaited = $("[data-proposals]");
  if (awaited) {
    const area = (key) => $(`[data-proposals-of="${CSS.escape(key)}"]`);
    const write = (now) => {
      const shown = $(".writing");
      if (!now || (shown && shown.parentElement !== area(now.section))) shown?.remove();
      if (!now || !area(now.section)) return;
      if (!$(".writing")) area(now.section).append($("#writing").content.cloneNode(true));
      $(".writing-text").textContent = now.text;
    };
    const ask = async () => {
      const answer = await fetch(awaited.dataset.proposals, { headers: { Accept: "text/html" } });
      if (answer.status !== 200) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      awaited.replaceChildren($("p", page));
      for (const offered of $$("[data-for]", page)) {
        const fresh = [...offered.children].filter((one) => !document.getElementById(one.id));
        area(offered.dataset.for)?.prepend(...fresh);
      }
    };
    const events = new EventSource(awaited.dataset.events);
    events.addEventListener("writing", (event) => write(JSON.parse(event.data)));
    events.addEventListener("proposals", ask);
    events.addEventListener("error", () => { if (events.readyState === EventSource.CLOSED) write(null); });
    events.addEventListener("end", () => { events.close(); write(null); ask(); });
  }

  // Progress: ask once a second until there is a draft, or a failure to show.
  const box = $("[data-progress]");
  if (box) {
    const status = $("[data-status]", box);
    const order = { recorded: 1, transcribed: 2, drafted: 4, in_review: 4, signed: 4 };
    const paint = (state) => $$(".steps li", box).forEach((item, n) => {
      item.classList.toggle("done", n < (order[state] || 1));
      item.classList.toggle("now", n === order[state]);
    });
    const ask = async () => {
      try {
        const answer = await fetch(box.dataset.progress, { headers: { Accept: "application/json" } });
        if (answer.status === 401) return location.assign("/login");
        const now = await answer.json();
        paint(now.state);
        $("[data-share]", box).textContent = now.share === null ? "" : `${Math.round(100 * now.share)} %`;
        if (order[now.state] === 4) { status.textContent = status.dataset.done; return location.reload(); }
        if (!order[now.state]) return location.reload();
        if (status.textContent !== status.dataset.working) status.textContent = status.dataset.working;
      } catch { status.textContent = status.dataset.lost; }
      setTimeout(ask, 1000);
    };
    paint(box.dataset.state);
    if (box.dataset.state !== "failed") ask();
  }
})();
