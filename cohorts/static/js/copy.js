// A text is copied by a button beside it; without this, it is chosen and copied by hand.
for (const field of document.querySelectorAll("input[data-copy]")) {
  const { copy, copied } = field.dataset;
  const button = document.createElement("button");
  const said = document.createElement("span");
  const row = document.createElement("p");
  button.type = "button";
  button.className = "button second";
  button.textContent = copy;
  said.ariaLive = "polite";
  row.className = "row";
  row.append(button, said);
  (field.closest(".field") ?? field).after(row);

  field.addEventListener("focus", () => field.select());
  button.addEventListener("click", async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      // Without https there is no clipboard: the text stands chosen.
      if (!document.execCommand("copy")) return;
    }
    said.textContent = copied;
  });
}
