package ckan

// Package is the dictionary of a dataset, with every key that CKAN's own has.
type Package struct {
	Author          *string       `json:"author"`
	AuthorEmail     *string       `json:"author_email"`
	Creator         *string       `json:"creator_user_id"`
	ID              string        `json:"id"`
	Open            bool          `json:"isopen"`
	LicenseID       string        `json:"license_id"`
	LicenseTitle    string        `json:"license_title"`
	LicenseURL      string        `json:"license_url,omitempty"`
	Maintainer      string        `json:"maintainer"`
	MaintainerEmail *string       `json:"maintainer_email"`
	Created         string        `json:"metadata_created"`
	Modified        string        `json:"metadata_modified"`
	Name            string        `json:"name"`
	Notes           string        `json:"notes"`
	NumResources    int           `json:"num_resources"`
	NumTags         int           `json:"num_tags"`
	Organization    *Organization `json:"organization"`
	OwnerOrg        string        `json:"owner_org"`
	Private         bool          `json:"private"`
	State           string        `json:"state"`
	Title           string        `json:"title"`
	Type            string        `json:"type"`
	URL             string        `json:"url"`
	Version         string        `json:"version"`
	Extras          []Extra       `json:"extras"`
	Groups          []Group       `json:"groups"`
	Resources       []Resource    `json:"resources"`
	Tags            []Tag         `json:"tags"`
	AsSubject       []struct{}    `json:"relationships_as_subject"`
	AsObject        []struct{}    `json:"relationships_as_object"`
}

// Extra is a key of ours that CKAN has no place for.
type Extra struct {
	Key   string `json:"key"`
	Value string `json:"value"`
}

// Resource is a form of the data. All keys are always there: harvesters ask for
// them by name.
type Resource struct {
	CacheUpdated *string `json:"cache_last_updated"`
	CacheURL     *string `json:"cache_url"`
	Created      string  `json:"created"`
	Datastore    bool    `json:"datastore_active"`
	Description  string  `json:"description"`
	Format       string  `json:"format"`
	Hash         string  `json:"hash"`
	ID           string  `json:"id"`
	LastModified string  `json:"last_modified"`
	Modified     string  `json:"metadata_modified"`
	MediaType    string  `json:"mimetype"`
	InnerType    *string `json:"mimetype_inner"`
	Name         string  `json:"name"`
	Package      string  `json:"package_id"`
	Position     int     `json:"position"`
	Type         string  `json:"resource_type"`
	Size         *int64  `json:"size"`
	State        string  `json:"state"`
	URL          string  `json:"url"`
	URLType      *string `json:"url_type"`
}

// Organization is an agency, as it stands in a package.
type Organization struct {
	ApprovalStatus string `json:"approval_status"`
	Created        string `json:"created"`
	Description    string `json:"description"`
	ID             string `json:"id"`
	ImageURL       string `json:"image_url"`
	IsOrganization bool   `json:"is_organization"`
	Name           string `json:"name"`
	State          string `json:"state"`
	Title          string `json:"title"`
	Type           string `json:"type"`
}

// OrganizationPage is an agency shown for itself.
type OrganizationPage struct {
	Organization
	DisplayName  string `json:"display_name"`
	ImageDisplay string `json:"image_display_url"`
	Shown
}

// Group is a topic, as it stands in a package.
type Group struct {
	Description string `json:"description"`
	DisplayName string `json:"display_name"`
	ID          string `json:"id"`
	ImageURL    string `json:"image_display_url"`
	Name        string `json:"name"`
	Title       string `json:"title"`
}

// GroupPage is a topic shown for itself.
type GroupPage struct {
	Group
	ApprovalStatus string `json:"approval_status"`
	Created        string `json:"created"`
	Image          string `json:"image_url"`
	IsOrganization bool   `json:"is_organization"`
	State          string `json:"state"`
	Type           string `json:"type"`
	Shown
}

// Shown is what an organization or a group has besides when it is shown for itself.
type Shown struct {
	PackageCount int        `json:"package_count"`
	NumFollowers int        `json:"num_followers"`
	Extras       []Extra    `json:"extras"`
	Tags         []Tag      `json:"tags"`
	Groups       []Parent   `json:"groups"`
	Users        []struct{} `json:"users"`
	Packages     []Package  `json:"packages,omitempty"`
}

// Parent is the organization above.
type Parent struct {
	Name     string `json:"name"`
	Capacity string `json:"capacity"`
}

// Tag is a keyword.
type Tag struct {
	DisplayName  string  `json:"display_name"`
	ID           string  `json:"id"`
	Name         string  `json:"name"`
	State        string  `json:"state"`
	VocabularyID *string `json:"vocabulary_id"`
}
