package fault

import (
	"errors"
	"fmt"
	"testing"
)

var errNumber = Define(Conflict, "test.number_taken", "Số {number} đã có.", "Number {number} is taken.")

func TestSentenceFillsArguments(t *testing.T) {
	f := errNumber.New("number", "07/2019/QĐ-UBND")
	if got := f.Sentence("vi"); got != "Số 07/2019/QĐ-UBND đã có." {
		t.Errorf("vi: %q", got)
	}
	if got := f.Sentence("en"); got != "Number 07/2019/QĐ-UBND is taken." {
		t.Errorf("en: %q", got)
	}
}

func TestFaultIsItsCodeThroughWrapping(t *testing.T) {
	err := fmt.Errorf("importing: %w", errNumber.New("number", 7).At("line 3"))
	if !errors.Is(err, errNumber) {
		t.Error("a wrapped fault is not its code")
	}
	if f := Of(err); f == nil || f.Path != "line 3" {
		t.Errorf("Of(err) = %v", f)
	}
}

func TestListTellsAllFaultsAtOnce(t *testing.T) {
	var l List
	if l.Err() != nil {
		t.Error("an empty list is an error")
	}
	l.Add(nil)
	l.Add(errNumber.New("number", 1).At("a"))
	if !errors.Is(l.Err(), errNumber) || errors.Is(l.Err(), ErrInput) {
		t.Error("a single fault should stand for itself")
	}
	l.Add(errNumber.New("number", 2).At("b"))
	if f := Of(l.Err()); f.Code != ErrInput || len(f.Fields) != 2 {
		t.Errorf("two faults gave %v", f)
	}
}

func TestDefineRefusesASecondMeaning(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("a duplicate code was accepted")
		}
	}()
	Define(Invalid, "test.number_taken", "khác", "other")
}
