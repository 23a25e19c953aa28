package dataset

import (
	"minhbach/domain"
	"minhbach/domain/calendar"
	"minhbach/domain/editorial"
)

// Tell says in one sentence, Vietnamese unless lang is "en", what a fact was. Who
// did it and when is in the envelope. Empty for facts of other aggregates.
func Tell(event domain.Event, lang string) string {
	teller := editorial.Teller(lang)
	say, because, short := teller.Say, teller.Because, editorial.Short
	switch e := event.(type) {
	case Drafted:
		return say("Bắt đầu bộ dữ liệu, địa chỉ “%s”.", "A dataset was begun, address “%s”.", e.Slug)
	case Described:
		if e.Description.Title == "" {
			return say("Viết mô tả.", "The description was written.")
		}
		return say("Viết mô tả, tiêu đề “%s”.", "The description was written, title “%s”.", short(e.Description.Title))
	case ReleaseAttached:
		return tellAttached(e.Release, say)
	case ReleaseDetached:
		return say("Bỏ dữ liệu vừa đưa vào.", "The data that was attached was given up.")
	case ColumnsDescribed:
		if len(e.Columns) == 0 {
			return say("Mô tả các cột.", "The columns were described.")
		}
		return say("Mô tả %d cột.", "%d columns were described.", len(e.Columns))
	case Submitted:
		if e.Note != "" {
			return say("Gửi Ban Biên tập duyệt, kèm ghi chú: %s", "It was submitted for approval with a note: %s", short(e.Note))
		}
		return say("Gửi Ban Biên tập duyệt.", "It was submitted for approval.")
	case Recalled:
		return because("Rút lại bản gửi duyệt", "The submission was recalled", e.Reason)
	case Returned:
		return because("Ban Biên tập trả lại", "The board returned it", e.Reason)
	case ChecklistCompleted:
		return say("Hoàn thành phiếu kiểm tra %d mục trước khi đăng.", "The checklist of %d items was completed.", len(e.Items))
	case PersonalDataCleared:
		return because("Người thứ hai đã xem các giá trị giống dữ liệu cá nhân và đồng ý công bố",
			"A second person looked at the values that look like personal data and agreed to publish them", e.Reason)
	case Approved:
		return tellApproved(e, lang, say)
	case ApprovalRevoked:
		return because("Hủy duyệt trước khi đăng", "The approval was revoked before publication", e.Reason)
	case Published:
		return say("Đăng phiên bản %d, ngày %s.", "Version %d was published on %s.", e.Version, e.On.DMY())
	case RevisionOpened:
		return because("Mở bản sửa đổi", "A revision was opened", e.Reason)
	case RevisionDropped:
		return because("Bỏ bản sửa đổi", "The revision was dropped", e.Reason)
	case Revised:
		return say("Đăng phiên bản %d (%s), ngày %s, lý do: %s", "Version %d (%s) was published on %s, reason: %s",
			e.Version, e.Change.Label(lang), e.On.DMY(), short(e.Reason))
	case Reviewed:
		if e.Note != "" {
			return say("Rà soát ngày %s, dữ liệu vẫn đúng, ghi chú: %s", "It was reviewed on %s and found still right, note: %s", e.On.DMY(), short(e.Note))
		}
		return say("Rà soát ngày %s, dữ liệu vẫn đúng.", "It was reviewed on %s and found still right.", e.On.DMY())
	case Withdrawn:
		return say("Gỡ khỏi cổng theo quyết định của %s, lý do: %s", "It was withdrawn by decision of %s, reason: %s",
			editorial.PositionLabel(e.Authority.Position, lang), short(e.Reason))
	case Archived:
		return say("Chuyển sang lưu trữ, lý do: %s", "It was archived, reason: %s", short(e.Reason))
	case Disposed:
		return say("Tiêu hủy theo danh mục được phê duyệt tại Quyết định %s ngày %s; bản băm và chứng thực vẫn còn.",
			"It was disposed of by the list approved in decision %s of %s; hashes and proofs remain.", e.Disposal.Decision, e.Disposal.On.DMY())
	case Discarded:
		return say("Bỏ bản nháp, lý do: %s", "The draft was discarded, reason: %s", short(e.Reason))
	}
	return ""
}

type sayer func(vi, en string, args ...any) string

func tellAttached(r Release, say sayer) string {
	switch {
	case r.File.Name == "":
		return say("Đưa dữ liệu vào.", "Data was attached.")
	case r.Rejected > 0:
		return say("Đưa dữ liệu vào từ tệp “%s”: %d dòng, %d dòng bị loại.", "Data was attached from the file “%s”: %d rows, %d rows rejected.",
			editorial.Short(r.File.Name), r.Rows, r.Rejected)
	}
	return say("Đưa dữ liệu vào từ tệp “%s”: %d dòng.", "Data was attached from the file “%s”: %d rows.", editorial.Short(r.File.Name), r.Rows)
}

func tellApproved(e Approved, lang string, say sayer) string {
	who := editorial.PositionLabel(e.Authority.Position, lang)
	if e.Authority.Delegator != "" {
		who = say("người được %s ủy quyền", "a person empowered by %s", who)
	}
	if e.PublishAt.IsZero() {
		return say("Phiên bản %d được %s duyệt để đăng ngay.", "Version %d was approved by %s for publication at once.", e.Version, who)
	}
	return say("Phiên bản %d được %s duyệt, hẹn đăng lúc %s.", "Version %d was approved by %s, to be published at %s.",
		e.Version, who, e.PublishAt.In(calendar.Zone).Format("15:04 02/01/2006"))
}

var changeLabels = map[Change]label{
	"":         {Vi: "sửa mô tả", En: "description changed"},
	NewData:    {Vi: "dữ liệu mới", En: "new data"},
	Correction: {Vi: "đính chính", En: "correction"},
	Revision:   {Vi: "điều chỉnh", En: "revision"},
}

// Label names a change for people.
func (c Change) Label(lang string) string {
	if l, ok := changeLabels[c]; ok {
		return l.In(lang)
	}
	return string(c)
}
