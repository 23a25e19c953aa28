package demo

import (
	"crypto/sha1"
	_ "embed"
	"encoding/base32"
	"encoding/csv"
	"fmt"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/totp"
)

// Password of every account of the demo. It protects nothing: whoever can run the
// demo knows it.
const Password = "mat-khau-thu-2026-lua-vang"

// Person is an account of the demo.
type Person struct {
	Login        string `json:"login"`
	Name         string `json:"name"`
	Role         string `json:"role"`
	Agency       string `json:"agency"` // code
	AgencyName   string `json:"agency_name"`
	Seat         string `json:"seat,omitempty"` // on the board of the agency
	SecondFactor bool   `json:"second_factor"`
	Secret       string `json:"secret,omitempty"` // of the second factor, base32
}

//go:embed data/people.csv
var peopleCSV string

// People lists the accounts, in the order in which they are shown.
func People() []Person {
	names := map[string]string{}
	for _, r := range rows(unitsCSV) {
		names[r[1]] = r[2]
	}
	var all []Person
	for _, r := range rows(peopleCSV) {
		p := Person{AgencyName: names[r[3]], Login: r[0], Name: r[1], Role: r[2], Agency: r[3], Seat: r[4], SecondFactor: r[5] == "yes"}
		if p.SecondFactor {
			p.Secret = secret(p.Login)
		}
		all = append(all, p)
	}
	return all
}

// rows of an embedded table, without its header.
func rows(table string) [][]string {
	all, err := csv.NewReader(strings.NewReader(table)).ReadAll()
	if err != nil {
		panic("demo: " + err.Error()) // a test reads every table
	}
	return all[1:]
}

// PersonBy finds an account by its login.
func PersonBy(login string) (Person, bool) {
	for _, p := range People() {
		if p.Login == login {
			return p, true
		}
	}
	return Person{}, false
}

// secret is always the same for a login, so that a phone set up once stays right.
func secret(login string) string {
	sum := sha1.Sum([]byte("minhbach demo " + login)) // 160 bits, as RFC 4226 wants
	return base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(sum[:])
}

// Code is the one-time code of an account at an instant, and how long it is shown.
func (p Person) Code(now time.Time) (code string, left time.Duration, err error) {
	if p.Secret == "" {
		return "", 0, fmt.Errorf("%s signs in without a second factor", p.Login)
	}
	code, err = totp.GenerateCodeCustom(p.Secret, now, totp.ValidateOpts{Period: 30, Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1})
	return code, 30*time.Second - time.Duration(now.UnixNano()%int64(30*time.Second)), err
}
