package publication

import (
	"testing"

	"minhbach/domain"
)

func TestReviseRecordsOnlyWhatChanged(t *testing.T) {
	drafted(t).when(revise(lan, story())).then()

	author := Author{Account: "minh"}
	c := story()
	c.Metadata.Subjects = []string{"nông nghiệp"}
	drafted(t).when(revise(minh, c)).then(MetadataDescribed{Metadata: c.Metadata, Author: author})

	c = story()
	c.Attachments = []Attachment{{SHA256: Hash(c), Name: "so-do.pdf", Title: "Sơ đồ", MediaType: "application/pdf", Size: 12}}
	s := drafted(t)
	s.when(revise(minh, c)).then(AttachmentsArranged{Attachments: c.Attachments, Author: author})
	s.happens(revise(minh, c)).when(revise(minh, story())).then(AttachmentsArranged{Attachments: []Attachment{}, Author: author})
}

func TestReviseMayFollowAReturn(t *testing.T) {
	s := submitted(t).happens(Return{Deed: by(hoa), Authority: seat(hoa, PositionMember), Reason: "Thiếu giờ"})
	s.happens(revise(lan, corrected())).state(StateReturned)
	s.happens(Submit{Deed: by(lan)}).state(StateSubmitted)
}

func TestReviseRefusals(t *testing.T) {
	stranger := lan
	stranger.Account = "other"
	drafted(t).when(revise(stranger, corrected())).refused(ErrNotYours)
	drafted(t).when(revise(chief, corrected())).refused(ErrRole)
	inspector, far := minh, minh
	inspector.Role, far.Agency = domain.Inspector, "agency-2"
	drafted(t).when(revise(inspector, corrected())).refused(ErrRole)
	drafted(t).when(revise(far, corrected())).refused(ErrOtherAgency)
	submitted(t).when(revise(lan, corrected())).refused(ErrState)
	published(t).when(revise(minh, corrected())).refused(ErrState)
	given(t).when(revise(minh, corrected())).refused(ErrNotFound)

	english := story()
	english.Language = "en"
	drafted(t).when(revise(lan, english)).refused(ErrLanguageFixed)
}

func TestAfterAMergerTheSuccessorWorksOnAndThePredecessorNoLonger(t *testing.T) {
	heir := minh
	heir.Agency = "agency-9"
	r := revise(heir, corrected())
	r.Responsible = "agency-9"
	s := drafted(t).happens(r)
	r = revise(minh, story())
	r.Responsible = "agency-9"
	s.when(r).refused(ErrOtherAgency)
}

func TestTranslationsGoStaleWithTheOriginal(t *testing.T) {
	c := story()
	c.Translations = map[string]Translation{"en": {Title: "Fair", Summary: "Three days.", Body: "Welcome."}}
	s := drafted(t)
	s.when(revise(minh, c)).then(Translated{Language: "en", Title: "Fair", Summary: "Three days.", Body: "Welcome.",
		Of: TextHash(story()), Author: Author{Account: "minh"}})
	s.happens(revise(minh, c))
	if stale := s.now().StaleTranslations(); len(stale) != 0 {
		t.Fatalf("stale at once: %v", stale)
	}

	c = s.now().Content()
	c.Body = corrected().Body
	s.happens(revise(minh, c))
	if stale := s.now().StaleTranslations(); len(stale) != 1 || stale[0] != "en" {
		t.Fatalf("stale: %v", stale)
	}

	confirmed := s.now().Content()
	en := confirmed.Translations["en"]
	en.Of = TextHash(confirmed)
	confirmed.Translations["en"] = en
	s.happens(revise(minh, confirmed))
	if stale := s.now().StaleTranslations(); len(stale) != 0 {
		t.Fatalf("stale after it was confirmed: %v", stale)
	}

	without := s.now().Content()
	without.Translations = nil
	s.when(revise(minh, without)).then(TranslationDropped{Language: "en", Author: Author{Account: "minh"}})
}

func TestMetadataAndDetailsDoNotMakeTranslationsStale(t *testing.T) {
	c := story()
	c.Translations = map[string]Translation{"km": {Title: "ពិព័រណ៍"}}
	s := drafted(t).happens(revise(minh, c))
	c = s.now().Content()
	c.Metadata.Source = "Báo tỉnh"
	s.happens(revise(minh, c))
	if stale := s.now().StaleTranslations(); len(stale) != 0 {
		t.Errorf("stale: %v", stale)
	}
}
