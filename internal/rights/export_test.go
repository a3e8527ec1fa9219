package rights

// CarriedBy lists the statements under which a changed version may be given on; none where none may be made.
func CarriedBy(code Code) []Code { return carried[code] }
