package fault

import "errors"

// ErrInput heads a list of several faults of one input.
var ErrInput = Define(Invalid, "input.invalid",
	"Dữ liệu gửi lên có chỗ chưa hợp lệ; hãy sửa các mục được nêu rồi gửi lại.",
	"Some of the input is not valid; mend the fields named and send it again.")

// List gathers the faults of one input so that all are told at once.
type List struct{ faults []*Fault }

// Add takes a fault; nil is ignored.
func (l *List) Add(f *Fault) {
	if f != nil {
		l.faults = append(l.faults, f)
	}
}

// Err is nil without faults, the fault itself when there is one, and a fault of
// code input.invalid with all of them otherwise.
func (l *List) Err() error {
	switch len(l.faults) {
	case 0:
		return nil
	case 1:
		return l.faults[0]
	}
	f := ErrInput.New()
	f.Fields = l.faults
	return f
}

// Of finds the fault in an error chain; nil when there is none.
func Of(err error) *Fault {
	var f *Fault
	if errors.As(err, &f) {
		return f
	}
	return nil
}
