// The gallery is filtered by typing: every word must stand on a card.
const cards = [...document.querySelectorAll(".gallery .card")];
if (cards.length) {
  const field = document.createElement("input");
  Object.assign(field, {type: "search", id: "filter", placeholder: "Filter: mnist, class, hinge ..."});
  field.setAttribute("aria-label", "Filter the gallery");
  document.querySelector(".gallery .cards").previousElementSibling.before(field);
  field.addEventListener("input", () => {
    const words = field.value.toLowerCase().split(/\s+/);
    for (const group of document.querySelectorAll(".gallery .cards")) {
      const heading = group.previousElementSibling;
      const about = heading.textContent.toLowerCase();
      let left = 0;
      for (const card of group.querySelectorAll(".card")) {
        const text = about + card.textContent.toLowerCase();
        card.hidden = !words.every((word) => text.includes(word));
        left += !card.hidden;
      }
      group.hidden = heading.hidden = !left;
    }
  });
}
