package rights

// ForOthers says whether others than whoever shared something may use it in their work, hand it out or change it without asking:
// its statement lets them; or there is none, and nothing of it comes from outside. What is used with permission, or has all rights
// reserved, is for whoever shared it.
func ForOthers(code Code, outside bool) bool {
	switch code {
	case Permission, AllReserved:
		return false
	case Unknown:
		return !outside
	}
	return Known(code)
}
