package staff

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"minhbach/domain/fault"
	"minhbach/domain/fold"
)

// Passwords are judged by length and by what guessers try first, not by sorts of
// characters (OWASP ASVS 5.0, 6.2).
const (
	MinPassword = 12
	MaxPassword = 256
)

var (
	ErrPasswordShort = fault.Define(fault.Invalid, "password.short",
		"Mật khẩu cần ít nhất {min} ký tự; hãy dùng vài từ không liên quan với nhau.",
		"A password needs at least {min} characters; use a few unrelated words.")
	ErrPasswordLong = fault.Define(fault.Invalid, "password.long",
		"Mật khẩu dài quá {max} ký tự; hãy rút ngắn.",
		"A password has at most {max} characters; shorten it.")
	ErrPasswordForm = fault.Define(fault.Invalid, "password.form",
		"Mật khẩu chứa ký tự không hợp lệ; hãy nhập lại.",
		"The password contains invalid characters; type it again.")
	ErrPasswordCommon = fault.Define(fault.Invalid, "password.common",
		"Mật khẩu này quá dễ đoán; hãy dùng vài từ không liên quan với nhau.",
		"This password is among the first that are guessed; use a few unrelated words.")
	ErrPasswordPersonal = fault.Define(fault.Invalid, "password.personal",
		"Mật khẩu không được chứa tên đăng nhập hoặc họ tên; hãy chọn mật khẩu khác.",
		"A password must not contain the login or the name; choose another.")
)

//go:embed common-passwords.txt
var commonText string

var common = sync.OnceValue(func() map[string]bool {
	words := map[string]bool{}
	for _, line := range strings.Fields(commonText) {
		words[line] = true
	}
	return words
})

// CheckPassword refuses a plain text that is too short, too common or taken from
// the account itself. It keeps nothing.
func CheckPassword(plain, login, name string) error {
	n := utf8.RuneCountInString(plain)
	switch {
	case n > MaxPassword:
		return ErrPasswordLong.New("max", MaxPassword).At("password")
	case !utf8.ValidString(plain) || strings.ContainsFunc(plain, unicode.IsControl):
		return ErrPasswordForm.New().At("password")
	case n < MinPassword:
		return ErrPasswordShort.New("min", MinPassword).At("password")
	}
	folded := fold.String(plain)
	for _, own := range []string{fold.String(login), strings.Join(fold.Tokens(name), "")} {
		if utf8.RuneCountInString(own) >= 3 && strings.Contains(strings.Join(fold.Tokens(folded), ""), strings.Join(fold.Tokens(own), "")) {
			return ErrPasswordPersonal.New().At("password")
		}
	}
	if isCommon(folded) {
		return ErrPasswordCommon.New().At("password")
	}
	return nil
}

// isCommon: the text, or its letters once the digits and signs that people add are
// taken off, is on the list; or it repeats or counts through too few characters.
func isCommon(folded string) bool {
	inner := strings.TrimFunc(folded, func(r rune) bool { return !unicode.IsLetter(r) })
	for _, form := range []string{
		folded, keep(folded, unicode.IsLetter, unicode.IsDigit), keep(folded, unicode.IsLetter),
		keep(unleet(folded), unicode.IsLetter), keep(unleet(inner), unicode.IsLetter),
	} {
		if common()[form] || common()[unrepeat(form)] {
			return true
		}
	}
	seen := map[rune]bool{}
	steps := 0
	var last rune
	for _, r := range folded {
		if seen[r] = true; r-last == 1 || r-last == -1 || r == last {
			steps++
		}
		last = r
	}
	return len(seen) < 5 || steps*4 >= utf8.RuneCountInString(folded)*3
}

func keep(s string, kinds ...func(rune) bool) string {
	return strings.Map(func(r rune) rune {
		for _, is := range kinds {
			if is(r) {
				return r
			}
		}
		return -1
	}, s)
}

// unleet undoes the letters that people write as digits and signs.
func unleet(s string) string {
	return strings.NewReplacer("0", "o", "1", "i", "3", "e", "4", "a", "5", "s", "7", "t", "@", "a", "$", "s", "!", "i").Replace(s)
}

// unrepeat reduces a text written several times over to once.
func unrepeat(s string) string {
	for n := 1; n <= len(s)/2; n++ {
		if len(s)%n == 0 && strings.Repeat(s[:n], len(s)/n) == s {
			return s[:n]
		}
	}
	return s
}
