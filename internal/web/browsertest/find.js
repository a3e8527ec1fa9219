// Finds what has one of the roles and the accessible name, as a screen reader says them: the thing itself where there is just one,
// else how many there are.
(roles, name) => {
	const words = (text) => text.replace(/\s+/g, " ").trim();
	const role = (e) => e.matches("input[type=date]") ? "date" : axe.commons.aria.getRole(e);
	const hidden = (e) => !axe.commons.dom.isVisibleToScreenReaders(e);
	axe.teardown(); // what a page was when it was last looked at
	axe.setup(document.documentElement);
	try {
		const found = [...document.querySelectorAll("a, button, input, select, textarea, [role], [contenteditable]")].filter((e) =>
			roles.includes(role(e)) && words(axe.commons.text.accessibleText(e)) === words(name) && !hidden(e));
		return found.length === 1 ? found[0] : found.length;
	} finally {
		axe.teardown();
	}
}
