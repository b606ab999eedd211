// Questions are dragged to another place; the form then sends the new order, as its buttons do one place at a time.
for (const list of document.querySelectorAll("[data-reorder]")) {
  const form = list.closest("form");
  let dragged = null;
  let before = "";

  const order = () => [...form.querySelectorAll("[data-reorder] > [data-question]")].map((row) => row.dataset.question).join();

  for (const row of list.children) {
    const grip = document.createElement("span");
    grip.className = "grip";
    grip.textContent = "⠿";
    grip.ariaHidden = "true";
    row.prepend(grip);
    row.draggable = true;
  }

  list.addEventListener("dragstart", (event) => {
    dragged = event.target.closest("[data-question]");
    before = order();
    dragged.classList.add("dragged");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged.dataset.question);
  });

  list.addEventListener("dragover", (event) => {
    const over = event.target.closest("[data-question]");
    if (!dragged) return;
    event.preventDefault();
    if (!over || over === dragged) return;
    const box = over.getBoundingClientRect();
    over[event.clientY < box.top + box.height / 2 ? "before" : "after"](dragged);
  });

  list.addEventListener("drop", (event) => event.preventDefault());

  list.addEventListener("dragend", () => {
    dragged.classList.remove("dragged");
    dragged = null;
    if (order() === before) return;
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name: "order", value: order() });
    form.append(field);
    form.submit();
  });
}
