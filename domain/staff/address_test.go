package staff_test

import (
	"strings"
	"testing"

	"minhbach/domain"
	"minhbach/domain/staff"
)

func TestSetAddress(t *testing.T) {
	do := func(by domain.Actor, address string) command {
		return func(a *staff.Account) ([]domain.Event, error) {
			return a.SetAddress(staff.SetAddress{By: by, Address: address})
		}
	}
	const mine = "lan.nguyen@soctrang.gov.vn"
	set := staff.AddressSet{Account: "acc-1", Address: mine}
	s := given(t, registered).When(do(own, " "+mine+" "))
	s.Then(set)
	if s.Root.Address() != mine {
		t.Error(s.Root.Address())
	}
	s.When(do(own, mine)).Then() // the same again changes nothing
	s.When(do(admin, "")).Then(staff.AddressRemoved{Account: "acc-1"})
	if s.Root.Address() != "" {
		t.Error("the address is still there")
	}
	s.When(do(own, "")).Then()
	given(t, registered).When(do(admin, mine)).Refused(staff.ErrAddressOfOther, "")
	given(t, registered, set).When(do(other, "")).Refused(staff.ErrNotAllowed, "")
	given(t, registered, staff.Disabled{}).When(do(own, mine)).Refused(staff.ErrDisabled, "")
	given(t).When(do(own, mine)).Refused(staff.ErrNotRegistered, "")
	for _, bad := range []string{
		"lan", "lan@", "@soctrang.gov.vn", "lan@soctrang", "Lan <lan@soctrang.gov.vn>", "lan@soctrang.gov.vn, hung@soctrang.gov.vn", "lân@soctrang.gov.vn",
		"lan@sóc.vn", "lan nguyen@soctrang.gov.vn", "lan@soctrang.gov.vn\r\nBcc: x@y.vn", "a@-b.vn", "a@b..vn", strings.Repeat("a", 65) + "@b.vn", "a@" + strings.Repeat("b.", 126) + "vn", `"a"@b.vn`,
	} {
		s := given(t, registered).When(do(own, bad))
		if s.Err == nil || len(s.Events) != 0 {
			t.Errorf("%q is taken for an address", bad)
		}
		if staff.AddressOK(bad) {
			t.Errorf("mail is sent to %q", bad)
		}
	}
	given(t, registered).When(do(own, "lan")).Refused(staff.ErrAddress, "address")
}
