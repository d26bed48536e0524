/** Frames that scroll: the edge with more content fades, and a line above the frame names the direction. */
for (const frame of document.querySelectorAll(".scroller")) addHint(frame);

/** @param {Element} frame */
function addHint(frame) {
  const hint = document.createElement("p");
  hint.className = "scroll-hint";
  hint.hidden = true;
  frame.before(hint);

  function update() {
    const [width, height] = [frame.scrollWidth - frame.clientWidth, frame.scrollHeight - frame.clientHeight];
    frame.classList.toggle("more-right", width - frame.scrollLeft > 2);
    frame.classList.toggle("more-below", height - frame.scrollTop > 2);
    const directions = [...(width > 2 ? ["sideways \u2194"] : []), ...(height > 2 ? ["down \u2195"] : [])];
    hint.hidden = directions.length === 0;
    hint.textContent = `Scroll ${directions.join(" and ")} to see all`;
  }

  frame.addEventListener("scroll", update, { passive: true });
  new ResizeObserver(update).observe(frame);
  document.addEventListener("filter", update);
}
