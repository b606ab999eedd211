// Many rows are chosen at once: all of the page, or all between two presses with Shift; the number chosen is said.
for (const bar of document.querySelectorAll("[data-select]")) {
  const form = bar.closest("form");
  const boxes = [...form.querySelectorAll("td input[type=checkbox]")];
  const { select, selected } = bar.dataset;
  const label = document.createElement("label");
  const all = document.createElement("input");
  const said = document.createElement("p");
  let last = null;

  const show = () => {
    const count = boxes.filter((box) => box.checked).length;
    said.textContent = selected.replace("{count}", count.toLocaleString(document.documentElement.lang));
    all.checked = count === boxes.length;
    all.indeterminate = count > 0 && count < boxes.length;
  };

  all.type = "checkbox";
  label.className = "choice";
  label.append(all, Object.assign(document.createElement("span"), { textContent: select }));
  said.ariaLive = "polite";
  bar.prepend(label, said);
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
    show();
  });
  for (const [number, box] of boxes.entries()) {
    box.addEventListener("click", (event) => {
      if (event.shiftKey && last !== null) {
        for (const each of boxes.slice(Math.min(last, number), Math.max(last, number) + 1)) each.checked = box.checked;
      }
      last = number;
      show();
    });
  }
  show();
}
