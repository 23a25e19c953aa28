package publication

import (
	"fmt"

	"minhbach/domain"
	"minhbach/domain/duty"
	"minhbach/domain/editorial"
	"minhbach/domain/rules"
)

func describeDuty(event domain.Event, lang string) string {
	say := editorial.Teller(lang).Say
	switch e := event.(type) {
	case DutyOpened:
		s := say("Phát sinh thời hạn đăng: chậm nhất ngày %s, tính từ ngày %s (%s).",
			"A deadline began: to be published by %s, counted from %s (%s).", e.Duty.DueDate.DMY(), e.Duty.TriggerDate.DMY(), e.Duty.Cite(lang))
		if e.Duty.Provisional {
			s += say(" Ngày này là tạm tính vì chưa có thông báo lịch nghỉ của năm.", " The date is provisional: the year's days off are not announced yet.")
		}
		return s
	case DutyMet:
		basis := label{Vi: e.LegalBasisVi, En: e.LegalBasisEn}.In(lang)
		if e.Verdict.State != duty.Late {
			return say("Đăng đúng hạn ngày %s (%s).", "It was published in time, by %s (%s).", e.Verdict.DueDate.DMY(), basis)
		}
		return say("Đăng trễ hạn %s so với ngày %s (%s).", "It was published %s after %s (%s).",
			days(e.Verdict.DaysLate, e.Verdict.Unit, lang), e.Verdict.DueDate.DMY(), basis)
	case DutyDropped:
		return label{Vi: "Bỏ thời hạn", En: "The deadline was dropped"}.In(lang) + dropReason(e.Reason).In(lang)
	}
	return ""
}

func days(n int, unit rules.Unit, lang string) string {
	of := label{Vi: "ngày", En: "days"}
	if unit == rules.WorkingDays {
		of = label{Vi: "ngày làm việc", En: "working days"}
	}
	if n == 1 {
		of.En = of.En[:len(of.En)-1]
	}
	return fmt.Sprintf("%d %s", n, of.In(lang))
}

func dropReason(code string) label {
	switch code {
	case DroppedDateChanged:
		return label{Vi: " vì ngày phát sinh được sửa trước khi đăng.", En: " because the date that began it was corrected before publication."}
	case DroppedDateRemoved:
		return label{Vi: " vì ngày phát sinh bị xóa trước khi đăng.", En: " because the date that began it was removed before publication."}
	case DroppedDiscarded:
		return label{Vi: " vì bản nháp đã bỏ.", En: " because the draft was discarded."}
	}
	return label{Vi: ".", En: "."}
}
