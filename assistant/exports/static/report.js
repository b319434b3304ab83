// Shows what a sentence, a finding, an omission or a code rests on: pieces of text carry the ids of all that
// points at them (data-refs), and whatever is opened or pointed at lights its own pieces.
"use strict";
(() => {
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;

  function light(refs, follow) {
    for (const piece of document.querySelectorAll(".lit")) piece.classList.remove("lit", "lit-doubt");
    let first = null;
    for (const ref of refs) {
      for (const piece of document.querySelectorAll(`[data-refs~="${ref}"]`)) {
        piece.classList.add("lit");
        if (ref.startsWith("f")) piece.classList.add("lit-doubt");
        if (!first && piece.closest(".turn")) first = piece;
      }
    }
    if (first && follow) show(first);
  }

  // Moves only the transcript's own box where it has one, so that the report stays where the eye is.
  function show(piece) {
    const box = piece.closest("[data-scroll]");
    const behavior = calm ? "auto" : "smooth";
    if (!box || box.scrollHeight <= box.clientHeight) {
      const place = piece.getBoundingClientRect();
      if (place.top < 0 || place.bottom > innerHeight) piece.scrollIntoView({ block: "center", behavior });
      return;
    }
    const offset = piece.getBoundingClientRect().top - box.getBoundingClientRect().top;
    box.scrollTo({ top: box.scrollTop + offset - box.clientHeight / 3, behavior });
  }

  function refsOf(holder) {
    const own = holder.dataset.ref ? [holder.dataset.ref] : [];
    return own.concat((holder.dataset.also || "").split(" ").filter(Boolean));
  }

  document.addEventListener("toggle", (event) => {
    const sentence = event.target;
    if (!sentence.matches || !sentence.matches("details.sentence")) return;
    if (sentence.open) light(refsOf(sentence), true);
    else if (!document.querySelector("details.sentence[open]")) light([], false);
  }, true);

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a.quote");
    if (!link) return;
    const holder = link.closest("[data-ref]");
    const turn = document.querySelector(link.getAttribute("href"));
    if (!turn) return;
    event.preventDefault();
    if (holder) light(refsOf(holder), false);
    show(turn.querySelector(".lit") || turn);
  });

  function openTarget() {
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target && target.matches("details")) { target.open = true; target.querySelector("summary").focus(); }
  }
  addEventListener("hashchange", openTarget);
  openTarget();

  addEventListener("beforeprint", () => {
    for (const sentence of document.querySelectorAll("details.sentence")) { sentence.removeAttribute("name"); }
  });
})();
