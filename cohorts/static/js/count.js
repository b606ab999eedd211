// How much may still be written in a long text: seen at once, spoken once typing rests and the end is near.
const NEAR = 0.2;
const REST = 1000;

for (const field of document.querySelectorAll("textarea[data-most]")) {
  const { most, left, over } = field.dataset;
  const seen = document.createElement("p");
  const spoken = document.createElement("p");
  seen.className = "count";
  seen.ariaHidden = "true";
  spoken.className = "vh";
  spoken.ariaLive = "polite";
  field.after(seen, spoken);
  let rest;

  const now = () => {
    const text = field.value.trim().normalize("NFC");
    return "words" in field.dataset ? text.split(/\s+/).filter(Boolean).length : [...text].length;
  };
  const show = () => {
    const free = most - now();
    const number = Math.abs(free).toLocaleString(document.documentElement.lang);
    seen.textContent = (free < 0 ? over : left).replace("{count}", number);
    seen.classList.toggle("over", free < 0);
    return free < most * NEAR;
  };

  show();
  field.addEventListener("input", () => {
    const near = show();
    clearTimeout(rest);
    rest = setTimeout(() => {
      spoken.textContent = near ? seen.textContent : "";
    }, REST);
  });
}
