package staff

import (
	"regexp"

	"minhbach/domain"
	"minhbach/domain/fault"
	"minhbach/domain/input"
)

// SetAddress says where notices to this person go. Only they may say so: an address
// that somebody else gave could be somebody else's. An empty one takes it back, which
// an administrator may do as well.
type SetAddress struct {
	By      domain.Actor
	Address string
}

var (
	ErrAddress = fault.Define(fault.Invalid, "account.address",
		"Địa chỉ thư điện tử không đúng dạng; hãy nhập dạng ten@coquan.gov.vn, không dấu cách và không dấu tiếng Việt.",
		"That is no e-mail address; give one as name@office.gov.vn, without blanks or accents.")
	ErrAddressOfOther = fault.Define(fault.Forbidden, "account.address_of_other",
		"Mỗi người tự ghi địa chỉ nhận thông báo của mình; hãy đề nghị người đó ghi ở trang tài khoản.",
		"Everybody records their own address for notices; ask them to do so on their account page.")
)

// addressForm is a subset of RFC 5321 that every server takes; no header can be made
// of it.
var addressForm = regexp.MustCompile(`^[A-Za-z0-9.!#$%&'*+/=?^_{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)+$`)

// AddressOK tells whether a text is an address that mail can be sent to.
func AddressOK(address string) bool { return len(address) <= 254 && addressForm.MatchString(address) }

func (a *Account) SetAddress(cmd SetAddress) ([]domain.Event, error) {
	if err := a.managed(cmd.By, true); err != nil {
		return nil, err
	}
	var l fault.List
	address := input.OptionalLine(&l, "address", cmd.Address, 254)
	switch {
	case address == "":
	case !a.isOwn(cmd.By):
		return nil, ErrAddressOfOther.New()
	case a.disabled:
		return nil, ErrDisabled.New()
	case !AddressOK(address):
		l.Add(ErrAddress.New().At("address"))
	}
	if err := l.Err(); err != nil {
		return nil, err
	}
	switch address {
	case a.address:
		return nil, nil
	case "":
		return []domain.Event{AddressRemoved{Account: a.id}}, nil
	}
	return []domain.Event{AddressSet{Account: a.id, Address: address}}, nil
}
