// Finds what has one of the roles and the accessible name, as a screen reader says them: the thing itself where there is just one,
// else how many there are.
(roles, name) => {
	const words = (text) => text.replace(/\s+/g, " ").trim();
	// Where scripts are off, what stands in a noscript is there like anything else; axe takes it for hidden.
	const plain = (e) => e.closest("noscript") !== null;
	const role = (e) => e.matches("input[type=date]") ? "date" : plain(e) ? {A: "link", BUTTON: "button"}[e.tagName] : axe.commons.aria.getRole(e);
	const named = (e) => plain(e) ? e.textContent : axe.commons.text.accessibleText(e);
	const hidden = (e) => plain(e) ? e.getClientRects().length === 0 : !axe.commons.dom.isVisibleToScreenReaders(e);
	axe.teardown(); // what a page was when it was last looked at
	axe.setup(document.documentElement);
	try {
		const found = [...document.querySelectorAll("a, button, input, select, textarea, [role], [contenteditable]")].filter((e) =>
			roles.includes(role(e)) && words(named(e)) === words(name) && !hidden(e));
		return found.length === 1 ? found[0] : found.length;
	} finally {
		axe.teardown();
	}
}
