package demo

import (
	"fmt"
	"strings"

	"minhbach/domain/dataset"
)

// setStep is one line of a dataset's story, in the language of step with these verbs
// of its own:
//
//	-45 08:50 ngoc attaches dan-so.csv
//	-20 09:10 nhan attaches dan-so-2.csv as correction — the reason
//	-20 09:10 nhan attaches gia.csv without rejected rows — the reason
//	-20 09:20 nhan states period: 2021-01-01 2024-12-31
//	-44 14:00 luan clears — why the findings are no personal data
//	-20 09:00 nhan opens — why there is a revision
//	-3 08:30 nhan reviews — what was found
type setStep struct {
	step
	data            string // attaches: file of datasets/files
	change          dataset.Change
	withoutRejected bool
	field, value    string // states
}

var setVerbs = map[string]bool{
	"drafts": true, "attaches": true, "states": true, "submits": true, "recalls": true, "returns": true, "clears": true, "approves": true,
	"opens": true, "drops": true, "reviews": true, "withdraws": true, "archives": true, "discards": true,
}

func readSetStep(d days, line string) (setStep, error) {
	deed, remark, _ := strings.Cut(line, " — ")
	if strings.Contains(deed, " states ") {
		deed, remark = line, "" // a value may have a dash
	}
	st, rest, err := readDeed(d, deed, setVerbs)
	if err != nil {
		return setStep{}, err
	}
	st.remark = remark
	s := setStep{step: st}
	switch s.verb {
	case "attaches":
		return s, s.attaches(rest)
	case "states":
		_, change, _ := strings.Cut(deed, " states ")
		s.field, s.value = field(change)
		return s, state(&dataset.Description{}, s.field, s.value)
	}
	if len(rest) > 0 {
		return s, fmt.Errorf("cannot read %q", strings.Join(rest, " "))
	}
	return s, nil
}

func (s *setStep) attaches(rest []string) error {
	if len(rest) == 0 {
		return fmt.Errorf("want: attaches FILE")
	}
	s.data, s.change = rest[0], dataset.NewData
	if _, err := datasetTexts.ReadFile("datasets/files/" + s.data); err != nil {
		return err
	}
	more := strings.Join(rest[1:], " ")
	more, s.withoutRejected = strings.CutSuffix(more, "without rejected rows")
	switch strings.TrimSpace(more) {
	case "":
	case "as correction":
		s.change = dataset.Correction
	case "as revision":
		s.change = dataset.Revision
	default:
		return fmt.Errorf("cannot read %q", more)
	}
	return nil
}
