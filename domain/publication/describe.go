package publication

import (
	"minhbach/domain"
	"minhbach/domain/calendar"
	"minhbach/domain/editorial"
)

// Describe says in one sentence, Vietnamese unless lang is "en", what a fact was.
// Who did it and when is in the envelope. Empty for facts of other aggregates.
func Describe(event domain.Event, lang string) string {
	teller := editorial.Teller(lang)
	say, because := teller.Say, teller.Because
	switch e := event.(type) {
	case Drafted:
		return say("Bắt đầu soạn mục thuộc loại “%s”, địa chỉ “%s”.",
			"An item of the kind “%s” was begun, address “%s”.", e.Kind.Label(lang), e.Slug)
	case TextWritten:
		if e.Title == "" {
			return say("Viết nội dung.", "The text was written.")
		}
		return say("Viết nội dung, tiêu đề “%s”.", "The text was written, title “%s”.", editorial.Short(e.Title))
	case DetailsRecorded:
		return say("Ghi thông tin riêng của loại mục này.", "The details of its kind were recorded.")
	case MetadataDescribed:
		if e.Metadata.Creator == "" {
			return say("Ghi dữ liệu đặc tả.", "The metadata were described.")
		}
		return say("Ghi dữ liệu đặc tả, người tạo “%s”.", "The metadata were described, creator “%s”.", editorial.Short(e.Metadata.Creator))
	case AttachmentsArranged:
		return say("Sắp xếp tệp đính kèm, còn %d tệp.", "The attachments were arranged, %d in all.", len(e.Attachments))
	case Translated:
		if e.Title == "" {
			return say("Dịch sang ngôn ngữ “%s”.", "It was translated into “%s”.", e.Language)
		}
		return say("Dịch sang ngôn ngữ “%s”, tiêu đề “%s”.", "It was translated into “%s”, title “%s”.", e.Language, editorial.Short(e.Title))
	case TranslationDropped:
		return say("Bỏ bản dịch ngôn ngữ “%s”.", "The translation into “%s” was dropped.", e.Language)
	case Submitted:
		if e.Note != "" {
			return say("Gửi Ban Biên tập duyệt, kèm ghi chú: %s", "It was submitted for approval with a note: %s", editorial.Short(e.Note))
		}
		return say("Gửi Ban Biên tập duyệt.", "It was submitted for approval.")
	case Recalled:
		return because("Rút lại bản gửi duyệt", "The submission was recalled", e.Reason)
	case Returned:
		return because("Ban Biên tập trả lại", "The board returned it", e.Reason)
	case ChecklistCompleted:
		return say("Hoàn thành phiếu kiểm tra %d mục trước khi đăng.", "The checklist of %d items was completed.", len(e.Items))
	case Approved:
		return describeApproved(e, lang, say)
	case ApprovalRevoked:
		return because("Hủy duyệt trước khi đăng", "The approval was revoked before publication", e.Reason)
	case Published:
		return say("Đăng phiên bản %d, ngày %s.", "Version %d was published on %s.", e.Version, e.On.DMY())
	case CorrectionOpened:
		return because("Mở đính chính", "A correction was opened", e.Reason)
	case CorrectionDropped:
		return because("Bỏ đính chính", "The correction was dropped", e.Reason)
	case Corrected:
		return say("Đăng phiên bản đính chính %d, ngày %s, lý do: %s",
			"Version %d, a correction, was published on %s, reason: %s", e.Version, e.On.DMY(), editorial.Short(e.Reason))
	case Withdrawn:
		return say("Gỡ khỏi cổng theo quyết định của %s, lý do: %s",
			"It was withdrawn by decision of %s, reason: %s", editorial.PositionLabel(e.Authority.Position, lang), editorial.Short(e.Reason))
	case Archived:
		return say("Chuyển sang lưu trữ, lý do: %s", "It was archived, reason: %s", editorial.Short(e.Reason))
	case Disposed:
		return say("Tiêu hủy theo danh mục được phê duyệt tại Quyết định %s ngày %s; bản băm và chứng thực vẫn còn.",
			"It was disposed of by the list approved in decision %s of %s; hashes and proofs remain.", e.Disposal.Decision, e.Disposal.On.DMY())
	case Discarded:
		return say("Bỏ bản nháp, lý do: %s", "The draft was discarded, reason: %s", editorial.Short(e.Reason))
	case DutyOpened, DutyMet, DutyDropped:
		return describeDuty(event, lang)
	}
	return ""
}

func describeApproved(e Approved, lang string, say func(vi, en string, args ...any) string) string {
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
