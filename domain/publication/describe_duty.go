package publication

import (
	"fmt"

	"minhbach/domain"
	"minhbach/domain/duty"
	"minhbach/domain/rules"
)

func describeDuty(event domain.Event, lang string) string {
	say := func(vi, en string, args ...any) string {
		return fmt.Sprintf(label{vi, en}.in(lang), args...)
	}
	switch e := event.(type) {
	case DutyOpened:
		s := say("Phát sinh thời hạn đăng: chậm nhất ngày %s, tính từ ngày %s (%s).",
			"A deadline began: to be published by %s, counted from %s (%s).", e.Duty.DueDate.DMY(), e.Duty.TriggerDate.DMY(), e.Duty.Cite(lang))
		if e.Duty.Provisional {
			s += say(" Ngày này là tạm tính vì chưa có thông báo lịch nghỉ của năm.", " The date is provisional: the year's days off are not announced yet.")
		}
		return s
	case DutyMet:
		basis := label{e.LegalBasisVi, e.LegalBasisEn}.in(lang)
		if e.Verdict.State != duty.Late {
			return say("Đăng đúng hạn ngày %s (%s).", "It was published in time, by %s (%s).", e.Verdict.DueDate.DMY(), basis)
		}
		return say("Đăng trễ hạn %s so với ngày %s (%s).", "It was published %s after %s (%s).",
			days(e.Verdict.DaysLate, e.Verdict.Unit, lang), e.Verdict.DueDate.DMY(), basis)
	case DutyDropped:
		return label{"Bỏ thời hạn", "The deadline was dropped"}.in(lang) + dropReason(e.Reason).in(lang)
	}
	return ""
}

func days(n int, unit rules.Unit, lang string) string {
	of := label{"ngày", "days"}
	if unit == rules.WorkingDays {
		of = label{"ngày làm việc", "working days"}
	}
	if n == 1 {
		of.en = of.en[:len(of.en)-1]
	}
	return fmt.Sprintf("%d %s", n, of.in(lang))
}

func dropReason(code string) label {
	switch code {
	case DroppedDateChanged:
		return label{" vì ngày phát sinh được sửa trước khi đăng.", " because the date that began it was corrected before publication."}
	case DroppedDateRemoved:
		return label{" vì ngày phát sinh bị xóa trước khi đăng.", " because the date that began it was removed before publication."}
	case DroppedDiscarded:
		return label{" vì bản nháp đã bỏ.", " because the draft was discarded."}
	}
	return label{".", "."}
}
