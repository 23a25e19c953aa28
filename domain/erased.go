package domain

// NameErased stands where a person's name was, once the key to it is destroyed:
// histories and pages keep saying that somebody acted, and no longer who.
const NameErased = "(đã xóa dữ liệu cá nhân)"

// NameSealed stands there while the key is elsewhere.
const NameSealed = "(dữ liệu cá nhân đang niêm phong)"

// NameRestricted stands there while the data is hidden: a correction or an erasure
// was asked for and is not decided yet.
const NameRestricted = "(dữ liệu cá nhân đang được ẩn)"

// PersonName is a name for a reader of the language: itself, as a rule.
func PersonName(name, lang string) string {
	switch {
	case lang != "en":
		return name
	case name == NameErased:
		return "(personal data erased)"
	case name == NameSealed:
		return "(personal data sealed)"
	case name == NameRestricted:
		return "(personal data hidden)"
	}
	return name
}

// Placeholder is PersonName for a text that was there once: where it is missing,
// it counts as erased.
func Placeholder(text, lang string) string {
	if text == "" {
		text = NameErased
	}
	return PersonName(text, lang)
}
