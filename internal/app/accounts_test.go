package app

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"minhbach/domain"
	"minhbach/domain/agency"
	"minhbach/domain/fault"
	"minhbach/domain/staff"
	"minhbach/eventstore"
)

func TestRegisterAccount(t *testing.T) {
	o := open(t)
	admin := o.as("quantri")
	admin.Command = eventstore.NewID(o.clock.Now())
	cmd := RegisterAccount{Login: "Lan.Nguyễn", Name: "Nguyễn Thị Lan", Password: phrase}
	r, err := o.RegisterAccount(t.Context(), admin, cmd)
	o.must(err)
	a, err := o.loadAccount(t.Context(), r.ID)
	o.must(err)
	if a.Login() != "lan.nguyen" || a.Name() != cmd.Name || !a.MustChange() || r.Repeated || r.Position == 0 {
		t.Errorf("%+v, %+v", a, r)
	}
	again, err := o.RegisterAccount(t.Context(), admin, cmd)
	o.must(err)
	if !again.Repeated || again.ID != r.ID || again.Revision != r.Revision {
		t.Errorf("the same command again: %+v, first %+v", again, r)
	}
	admin.Command = eventstore.ID{}
	before := o.head()
	tests := []struct {
		what string
		cmd  RegisterAccount
		want *fault.Code
	}{
		{"taken", RegisterAccount{Login: "LAN.NGUYEN", Name: "Khác"}, ErrLoginTaken},
		{"form", RegisterAccount{Login: "a b", Name: "Khác"}, staff.ErrLogin},
		{"weak password", RegisterAccount{Login: "khac", Name: "Khác", Password: "123456789012"}, staff.ErrPasswordCommon},
		{"own name as password", RegisterAccount{Login: "khac.ten", Name: "Khác", Password: "khac.ten khac.ten"}, staff.ErrPasswordPersonal},
	}
	for _, tt := range tests {
		_, err := o.RegisterAccount(t.Context(), admin, tt.cmd)
		refused(t, tt.what, err, tt.want)
	}
	if o.head() != before {
		t.Error("a refusal was recorded")
	}
	// What was refused claimed nothing.
	_, err = o.RegisterAccount(t.Context(), admin, RegisterAccount{Login: "khac", Name: "Khác"})
	o.must(err)
}

func TestTwoRegistrationsOfOneLogin(t *testing.T) {
	o := open(t)
	var group sync.WaitGroup
	errs := make([]error, 8)
	ids := make([]string, len(errs))
	for i := range errs {
		group.Go(func() {
			var r Receipt
			r, errs[i] = o.RegisterAccount(t.Context(), operator, RegisterAccount{Login: "lan.nguyen", Name: fmt.Sprint("Lan ", i)})
			ids[i] = r.ID
		})
	}
	group.Wait()
	won := ""
	for i, err := range errs {
		switch {
		case err == nil && won == "":
			won = ids[i]
		case err == nil:
			t.Errorf("two won: %s and %s", won, ids[i])
		default:
			refused(t, "the loser", err, ErrLoginTaken)
		}
	}
	if holder, err := o.loginHolder(t.Context(), "lan.nguyen"); err != nil || holder != won || won == "" {
		t.Errorf("held by %q, %v; won by %q", holder, err, won)
	}
}

func TestOrphanedLoginPassesOn(t *testing.T) {
	o := open(t)
	env := eventstore.Envelope{Command: eventstore.NewID(o.clock.Now()), Actor: domain.System}
	key, err := o.loginKey("lan.nguyen")
	o.must(err)
	o.must(o.Claims.Take(t.Context(), env, claimLogin, key, "0190a000-0000-8000-8000-00000000dead"))
	cmd := RegisterAccount{Login: "lan.nguyen", Name: "Lan"}
	_, err = o.RegisterAccount(t.Context(), operator, cmd)
	refused(t, "a claim of this moment", err, ErrLoginTaken)
	o.clock.forward(orphanAge)
	_, err = o.RegisterAccount(t.Context(), operator, cmd)
	o.must(err)
	o.clock.forward(orphanAge)
	_, err = o.RegisterAccount(t.Context(), operator, cmd)
	refused(t, "an old claim of an account", err, ErrLoginTaken)
}

func TestChangePassword(t *testing.T) {
	o := open(t)
	o.register("lan.nguyen")
	me := o.as("lan.nguyen")
	change := func(old, new string) error {
		_, err := o.ChangePassword(t.Context(), me, ChangePassword{Old: old, New: new})
		return err
	}
	refused(t, "wrong present one", change(wrongOne, phrase2), staff.ErrCurrentPassword)
	refused(t, "the same", change(phrase, phrase), ErrSamePassword)
	refused(t, "short", change(phrase, "ngắn"), staff.ErrPasswordShort)
	o.must(change(phrase, phrase2))
	_, err := o.try("lan.nguyen", phrase)
	refused(t, "the old one", err, ErrRefused)
	_, err = o.try("lan.nguyen", phrase2)
	o.must(err)
	for range maxFailures - 1 {
		refused(t, "guess", change(wrongOne, phrase), staff.ErrCurrentPassword)
	}
	refused(t, "the right one after five guesses", change(phrase2, phrase), ErrTooManyFailures)
	_, err = o.ChangePassword(t.Context(), Caller{}, ChangePassword{Old: phrase, New: phrase2})
	refused(t, "nobody's", err, ErrSignInFirst)
}

func TestEnrolTOTP(t *testing.T) {
	o := open(t)
	o.register("lan.nguyen")
	me := o.as("lan.nguyen")
	key, _, err := o.NewTOTP(t.Context(), me)
	o.must(err)
	o.key["lan.nguyen"] = key
	for what, tt := range map[string]struct {
		cmd  EnrolTOTP
		want *fault.Code
	}{
		"wrong code": {EnrolTOTP{Secret: key, Code: "000000"}, staff.ErrTOTPCode},
		"weak key":   {EnrolTOTP{Secret: "JBSWY3DP", Code: "000000"}, ErrTOTPSecret},
		"no key":     {EnrolTOTP{Code: "000000"}, ErrTOTPSecret},
		"other text": {EnrolTOTP{Secret: "00000000000000000000000000000000", Code: "000000"}, ErrTOTPSecret},
	} {
		_, err := o.EnrolTOTP(t.Context(), me, tt.cmd)
		refused(t, what, err, tt.want)
	}
	code := o.code("lan.nguyen")
	_, err = o.EnrolTOTP(t.Context(), me, EnrolTOTP{Secret: key, Code: code})
	o.must(err)
	_, err = o.SignIn(t.Context(), SignIn{Login: "lan.nguyen", Password: phrase, Code: code, Address: "198.51.100.1"})
	refused(t, "the code of the enrolment", err, ErrRefused)
	_, _, err = o.NewTOTP(t.Context(), me)
	refused(t, "a second key", err, staff.ErrTOTPEnrolled)
	o.signsIn("lan.nguyen")
	_, err = o.RemoveTOTP(t.Context(), o.as("quantri"), RemoveTOTP{Account: me.Account, Reason: "mất điện thoại"})
	o.must(err)
	delete(o.key, "lan.nguyen")
	o.signsIn("lan.nguyen")
}

// Who may do what to whom: yes, or the refusal.
func TestWhoMayAdminister(t *testing.T) {
	o := open(t)
	callers := map[string]Caller{
		"nobody":                 {},
		"operator":               operator,
		"province administrator": o.as("quantri"),
		"network administrator":  {Account: o.register("mang"), Grants: o.as("quantri").Grants},
		"district administrator": o.hire("qt.huyen", domain.Administrator, districtID),
		"district head":          o.hire("chu.tich", domain.AgencyHead, districtID),
		"board head":             o.hire("truong.ban", domain.BoardHead, districtID),
		"editor":                 o.hire("bien.tap", domain.Editor, districtID),
		"inspector":              o.hire("thanh.tra", domain.Inspector, provinceID),
	}
	n := callers["network administrator"]
	n.Grants[0].Agency = Network
	callers["network administrator"] = n
	borrowing := callers["province administrator"]
	borrowing.OnBehalfOf = o.id["chu.tich"]
	callers["borrowed power"] = borrowing

	all := []string{"operator", "province administrator", "network administrator"}
	district := append([]string{"district administrator"}, all...)
	heads := append([]string{"district head"}, district...)
	target := o.register("muc.tieu")
	seq := 0
	tests := []struct {
		what string
		may  []string
		do   func(by Caller) error
	}{
		{"register", all, func(by Caller) error {
			seq++
			_, err := o.RegisterAccount(t.Context(), by, RegisterAccount{Login: fmt.Sprint("moi", seq), Name: "Mới"})
			return err
		}},
		{"set a password", all, func(by Caller) error {
			_, err := o.SetPassword(t.Context(), by, SetPassword{Account: target, Password: phrase})
			return err
		}},
		{"end sessions", all, func(by Caller) error {
			_, err := o.RevokeSessions(t.Context(), by, RevokeSessions{Account: target, Reason: "x"})
			return err
		}},
		{"disable and enable", all, func(by Caller) error {
			_, err := o.DisableAccount(t.Context(), by, DisableAccount{Account: target, Reason: "x"})
			_, err2 := o.EnableAccount(t.Context(), by, EnableAccount{Account: target, Reason: "x"})
			return errors.Join(err, err2)
		}},
		{"grant and revoke an editor", heads, func(by Caller) error { return o.grantAndRevoke(by, target, domain.Editor, districtID) }},
		{"grant and revoke a board head", heads, func(by Caller) error { return o.grantAndRevoke(by, target, domain.BoardHead, districtID) }},
		{"grant and revoke an agency head", district, func(by Caller) error { return o.grantAndRevoke(by, target, domain.AgencyHead, districtID) }},
		{"grant and revoke an administrator", district, func(by Caller) error { return o.grantAndRevoke(by, target, domain.Administrator, districtID) }},
		{"grant at another agency", all, func(by Caller) error { return o.grantAndRevoke(by, target, domain.Editor, communeID) }},
		{"grant at the province", all, func(by Caller) error { return o.grantAndRevoke(by, target, domain.Administrator, provinceID) }},
		{"grant for the network", all, func(by Caller) error { return o.grantAndRevoke(by, target, domain.Inspector, Network) }},
	}
	for _, tt := range tests {
		for name, by := range callers {
			err := tt.do(by)
			may := false
			for _, m := range tt.may {
				may = may || m == name
			}
			switch f := fault.Of(err); {
			case may && err != nil:
				t.Errorf("%s may not %s: %v", name, tt.what, err)
			case !may && err == nil:
				t.Errorf("%s may %s", name, tt.what)
			case !may && f == nil:
				t.Errorf("%s: %s: %v is no fault", name, tt.what, err)
			case !may && name == "nobody" && f.Code.Kind != fault.Unauthenticated, !may && name != "nobody" && f.Code.Kind != fault.Forbidden:
				t.Errorf("%s: %s: refused as %s", name, tt.what, f.Code.Name)
			}
		}
	}
}

func (o *office) grantAndRevoke(by Caller, account string, role domain.Role, at string) error {
	_, err := o.GrantRole(o.Context(), by, GrantRole{Account: account, Role: role, Agency: at, From: day("2026-03-02")})
	if err != nil {
		return err
	}
	_, err = o.RevokeRole(o.Context(), by, RevokeRole{Account: account, Role: role, Agency: at, Reason: "x"})
	return err
}

func TestGrantRefusals(t *testing.T) {
	o := open(t)
	admin := o.as("quantri")
	target := o.register("lan.nguyen")
	tests := []struct {
		what string
		cmd  GrantRole
		want *fault.Code
	}{
		{"to oneself", GrantRole{Account: admin.Account, Role: domain.BoardHead, Agency: districtID, From: day("2026-03-02")}, staff.ErrSelf},
		{"unknown agency", GrantRole{Account: target, Role: domain.Editor, Agency: "khong-co", From: day("2026-03-02")}, agency.ErrUnknown},
		{"editor of the network", GrantRole{Account: target, Role: domain.Editor, Agency: Network, From: day("2026-03-02")}, ErrNetworkRole},
		{"unknown role", GrantRole{Account: target, Role: "king", Agency: districtID, From: day("2026-03-02")}, staff.ErrRole},
		{"unknown account", GrantRole{Account: "khong-co", Role: domain.Editor, Agency: districtID, From: day("2026-03-02")}, staff.ErrNotRegistered},
		{"account that never was", GrantRole{Account: districtID, Role: domain.Editor, Agency: districtID, From: day("2026-03-02")}, staff.ErrNotRegistered},
	}
	for _, tt := range tests {
		_, err := o.GrantRole(t.Context(), admin, tt.cmd)
		refused(t, tt.what, err, tt.want)
	}
}

func TestLastAdministrator(t *testing.T) {
	o := open(t)
	admin := o.as("quantri")
	o.register("khong.mat.khau")
	r, err := o.RegisterAccount(t.Context(), operator, RegisterAccount{Login: "chua.mo", Name: "Chưa mở"})
	o.must(err)
	o.id["chua.mo"] = r.ID
	o.grant("chua.mo", domain.Administrator, provinceID) // cannot sign in, so does not count
	o.hire("qt.huyen", domain.Administrator, districtID) // of one agency, so does not count
	giveUp := RevokeRole{Account: admin.Account, Role: domain.Administrator, Agency: provinceID, Reason: "x"}
	_, err = o.RevokeRole(t.Context(), admin, giveUp)
	refused(t, "giving up the last", err, ErrLastAdministrator)
	second := o.hire("quantri2", domain.Administrator, Network)
	_, err = o.DisableAccount(t.Context(), second, DisableAccount{Account: admin.Account, Reason: "x"})
	o.must(err)
	_, err = o.RevokeRole(t.Context(), second, RevokeRole{Account: second.Account, Role: domain.Administrator, Agency: Network, Reason: "x"})
	refused(t, "giving up what is now the last", err, ErrLastAdministrator)
	_, err = o.RevokeRole(t.Context(), operator, RevokeRole{Account: second.Account, Role: domain.Administrator, Agency: Network, Reason: "x"})
	o.must(err)
}

// Two administrators who disable each other at once: one remains.
func TestLastTwoAdministratorsAtOnce(t *testing.T) {
	o := open(t)
	a := o.as("quantri")
	b := o.hire("quantri2", domain.Administrator, provinceID)
	var group sync.WaitGroup
	var errs [2]error
	for i, pair := range [2][2]Caller{{a, b}, {b, a}} {
		group.Go(func() {
			_, errs[i] = o.DisableAccount(t.Context(), pair[0], DisableAccount{Account: pair[1].Account, Reason: "x"})
		})
	}
	group.Wait()
	if (errs[0] == nil) == (errs[1] == nil) {
		t.Fatalf("got %v and %v", errs[0], errs[1])
	}
	refused(t, "the slower one", errors.Join(errs[:]...), ErrLastAdministrator)
}

func TestTokenOfOthers(t *testing.T) {
	o := open(t)
	admin := o.as("quantri")
	target := o.register("may.chu")
	_, err := o.IssueToken(t.Context(), admin, IssueToken{Account: target, Label: "x", Expires: day("2026-06-01")})
	refused(t, "an administrator's for another", err, ErrTokenOfOthers)
	by := operator
	by.Command = eventstore.NewID(o.clock.Now())
	cmd := IssueToken{Account: target, Label: "x", Expires: day("2026-06-01")}
	first, err := o.IssueToken(t.Context(), by, cmd)
	o.must(err)
	again, err := o.IssueToken(t.Context(), by, cmd)
	o.must(err)
	if first.Secret == "" || again.Secret != "" || !again.Repeated || again.ID != first.ID {
		t.Errorf("first %+v, again %+v", first, again)
	}
}

// A token that leaked must not outlive itself: it opens no account and makes nobody
// powerful.
func TestTokensMakeNobodyPowerful(t *testing.T) {
	o := open(t)
	target := o.register("may.chu")
	program := o.as("quantri")
	program.Token = "t1"
	_, err := o.SetPassword(t.Context(), program, SetPassword{Account: target, Password: phrase})
	refused(t, "a password by a program", err, ErrPersonOnly)
	_, err = o.RemoveTOTP(t.Context(), program, RemoveTOTP{Account: target, Reason: "mất máy"})
	refused(t, "a second factor by a program", err, ErrPersonOnly)
	for _, role := range domain.Roles() {
		_, err := o.GrantRole(t.Context(), program, GrantRole{Account: target, Role: role, Agency: districtID, From: day("2026-03-02")})
		if role == domain.Contributor || role == domain.Editor {
			o.must(err)
		} else {
			refused(t, string(role)+" by a program", err, ErrPersonOnly)
		}
	}
}

func TestStaleAndUnavailable(t *testing.T) {
	o := open(t)
	target := o.register("lan.nguyen")
	old := int64(0)
	by := operator
	by.Revision = &old
	_, err := o.DisableAccount(t.Context(), by, DisableAccount{Account: target, Reason: "x"})
	refused(t, "an old revision", err, ErrStale)
	o.must(o.Log.Close())
	_, err = o.DisableAccount(t.Context(), operator, DisableAccount{Account: target, Reason: "x"})
	refused(t, "a closed log", err, ErrUnavailable)
	_, err = o.try("lan.nguyen", phrase)
	refused(t, "signing in to a closed log", err, ErrUnavailable)
}

// Nothing secret is in any file of the data directory but the keys' own.
func TestSecretsStayOutOfTheLog(t *testing.T) {
	o := open(t)
	by := o.hire("lan.nguyen", domain.Editor, districtID)
	o.hire("nguoi.khac", domain.BoardHead, districtID)
	issued, err := o.IssueToken(t.Context(), by, IssueToken{Label: "x", Expires: day("2026-06-01")})
	o.must(err)
	s := o.signsIn("lan.nguyen")
	_, err = o.ChangePassword(t.Context(), by, ChangePassword{Old: phrase, New: phrase2})
	o.must(err)
	_, err = o.SignIn(t.Context(), SignIn{Login: "lan.nguyen", Password: wrongOne, Address: "203.0.113.77"})
	refused(t, "planted", err, ErrRefused)
	o.must(o.seen())
	secrets := map[string]string{
		"password": phrase, "new password": phrase2, "wrong password": wrongOne, "TOTP key": o.key["lan.nguyen"], "token": issued.Secret,
		"token without its prefix": issued.Secret[3:], "cookie": s.Sealed, "address": "203.0.113.77", "hash": "$argon2id$",
	}
	scanned := 0
	o.must(filepath.WalkDir(o.dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		scanned += len(b)
		for what, plain := range secrets {
			if bytes.Contains(b, []byte(plain)) {
				t.Errorf("%s holds the %s", filepath.Base(path), what)
			}
		}
		return nil
	}))
	// The scan would find what is there.
	found := false
	for ev, err := range o.Log.ReadStream(t.Context(), accountPrefix+by.Account, 0, eventstore.Forwards, 0) {
		o.must(err)
		found = found || bytes.Contains(ev.Data, []byte(by.Account))
	}
	if !found || scanned < 1<<16 {
		t.Errorf("scanned %d bytes, account found: %v", scanned, found)
	}
}
