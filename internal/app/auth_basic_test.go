package app

import (
	"testing"
	"time"

	"minhbach/domain"
)

func (o *office) basic(login, password string) (Standing, error) {
	return o.Basic(o.Context(), SignIn{Login: login, Password: password, Address: "203.0.113.7"})
}

func (o *office) token(by Caller) IssuedToken {
	o.Helper()
	issued, err := o.IssueToken(o.Context(), by, IssueToken{Label: "đồng bộ", Expires: day("2026-06-01")})
	o.must(err)
	return issued
}

func TestBasicTakesAPasswordWithoutSecondFactor(t *testing.T) {
	o := open(t)
	o.register("lan")
	o.grant("lan", domain.Editor, districtID)
	before := o.head()
	s, err := o.basic(" LAN ", phrase)
	o.must(err)
	if s.Login != "lan" || s.Caller.Account != o.id["lan"] || len(s.Caller.Grants) != 1 || s.Administers {
		t.Errorf("stands as %+v", s)
	}
	if o.head() != before {
		t.Error("a right password left a fact behind with every call")
	}
	_, err = o.basic("lan", wrongOne)
	refused(t, "wrong password", err, ErrRefused)
	if o.head() != before+1 {
		t.Error("a wrong password left no fact on the account")
	}
	_, err = o.basic("khong-co", phrase)
	refused(t, "nobody", err, ErrRefused)
	_, err = o.basic("", phrase)
	refused(t, "no name", err, ErrRefused)
}

func TestBasicWantsATokenWhereThereIsASecondFactor(t *testing.T) {
	o := open(t)
	admin := o.as("quantri")
	before := o.head()
	_, err := o.basic("quantri", phrase)
	refused(t, "password of an account with both factors", err, ErrRefused)
	if o.head() != before {
		t.Error("the attempt told whether the password was right")
	}
	issued := o.token(admin)
	o.must(o.seen())
	s, err := o.basic("quantri", issued.Secret)
	o.must(err)
	if !s.Administers || s.Caller.Token != issued.ID {
		t.Errorf("stands as %+v", s)
	}
	o.register("lan")
	_, err = o.basic("lan", issued.Secret)
	refused(t, "another's token", err, ErrRefused)

	o.register("hung") // a role that wants a second factor, and none enrolled
	o.grant("hung", domain.BoardHead, districtID)
	_, err = o.basic("hung", phrase)
	refused(t, "password where a role wants a second factor", err, ErrRefused)

	_, err = o.RevokeToken(t.Context(), admin, RevokeToken{Token: issued.ID})
	o.must(err)
	o.must(o.seen())
	_, err = o.Still(t.Context(), s)
	refused(t, "revoked token", err, ErrRefused)
}

func TestStandingEndsWithTheAccountAndThePassword(t *testing.T) {
	o := open(t)
	admin := o.as("quantri")
	o.register("lan")
	o.grant("lan", domain.Editor, districtID)
	s, err := o.basic("lan", phrase)
	o.must(err)
	for range 3 { // guesses of others are no reason to be put out
		_, err = o.Basic(t.Context(), SignIn{Login: "lan", Password: wrongOne, Address: "198.51.100.1"})
		refused(t, "guess", err, ErrRefused)
	}
	o.grant("lan", domain.Contributor, districtID)
	s, err = o.Still(t.Context(), s)
	o.must(err)
	if len(s.Caller.Grants) != 2 {
		t.Errorf("grants are those of before: %+v", s.Caller.Grants)
	}
	_, err = o.ChangePassword(t.Context(), o.as("lan"), ChangePassword{Old: phrase, New: phrase2})
	o.must(err)
	o.must(o.seen())
	_, err = o.Still(t.Context(), s)
	refused(t, "another password", err, ErrRefused)

	s, err = o.basic("lan", phrase2)
	o.must(err)
	_, err = o.DisableAccount(t.Context(), admin, DisableAccount{Account: o.id["lan"], Reason: "Nghỉ việc"})
	o.must(err)
	o.must(o.seen())
	_, err = o.Still(t.Context(), s)
	refused(t, "disabled", err, ErrRefused)
	_, err = o.basic("lan", phrase2)
	refused(t, "disabled, anew", err, ErrRefused)
}

func TestBasicIsLimitedByNameAndAddress(t *testing.T) {
	o := open(t)
	o.register("lan")
	o.register("hung")
	for range maxFailures {
		_, err := o.basic("khong-co", wrongOne)
		refused(t, "guess", err, ErrRefused)
	}
	_, err := o.basic("khong-co", wrongOne)
	refused(t, "the sixth", err, ErrTooManyFailures)
	_, err = o.basic("hung", phrase)
	o.must(err) // a neighbour on the same machine
	o.clock.forward(failureWindow)
	_, err = o.basic("khong-co", wrongOne)
	refused(t, "later", err, ErrRefused)

	attempt := NewAttempt(o.clock.Now)
	for range maxFailures {
		end, err := attempt("admin", "")
		o.must(err)
		end(true)
	}
	_, err = attempt("admin", "")
	refused(t, "counted apart", err, ErrTooManyFailures)
	o.clock.forward(time.Hour)
	_, err = attempt("admin", "")
	o.must(err)
}
