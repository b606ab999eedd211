// What changes by itself is looked at again every few seconds, until the page says that it is over.
const PAUSE = 4000;

const look = async () => {
  const old = document.querySelector("[data-follow]");
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const now = page.getElementById(old.id);
    if (!answer.ok || !now) throw new Error(answer.statusText);
    if (!("follow" in now.dataset)) return location.reload();
    if (now.textContent !== old.textContent) old.replaceChildren(...now.childNodes);
  } catch {
    // The connection is away; the next look may find it again.
  }
  setTimeout(look, PAUSE);
};

setTimeout(look, PAUSE);
