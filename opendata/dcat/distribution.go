package dcat

import (
	"regexp"
	"strconv"
	"strings"

	"minhbach/opendata/dcat/rdf"
	"minhbach/opendata/record"
	"minhbach/projections/view"
)

var sha256 = regexp.MustCompile(`^[0-9a-f]{64}$`)

// distribution describes one form of the data. Its page is the access address: the
// download address is stated besides.
func (b *builder) distribution(subject rdf.Term, r record.Record, f record.Distribution, page, service rdf.Term) rdf.Term {
	b.is(subject, "dcat:Distribution")
	b.add(subject, "dct:identifier", rdf.Text(f.ID, ""))
	b.add(subject, "dct:title", both(f.Label, f.LabelEn)...)
	if f.Original {
		b.add(subject, "dct:description", both("Tệp do cơ quan công bố, giữ nguyên từng byte.", "The file as the agency published it, byte for byte.")...)
	} else {
		b.add(subject, "dct:description", both("Bảng dữ liệu dạng "+f.Label+", tạo từ tệp gốc.", "The table as "+f.LabelEn+", made from the original file.")...)
		b.add(subject, "dcat:accessService", service)
	}
	b.add(subject, "dcat:accessURL", page)
	b.add(subject, "dcat:downloadURL", rdf.IRI(f.URL))
	b.add(subject, "dct:format", b.format(f.Format))
	b.add(subject, "dcat:mediaType", b.mediaType(f.MediaType))
	b.add(subject, "dct:license", b.licence(r.Dataset.Content.Description.Licence))
	b.add(subject, "dcatap:availability", b.concept(availabilityStable, "Ổn định", "Stable"))
	b.add(subject, "adms:status", b.status(r.Dataset.State))
	b.add(subject, "dct:language", b.languages(false)...)
	b.add(subject, "dct:modified", stamp(r.Dataset.UpdatedAt))
	if f.Bytes > 0 {
		b.add(subject, "dcat:byteSize", rdf.Typed(strconv.FormatInt(f.Bytes, 10), rdf.NonNegativeInteger))
	}
	if sha256.MatchString(f.SHA256) {
		sum := subject.Part("sha256")
		algorithm := rdf.Name("spdx:checksumAlgorithm_sha256")
		b.is(sum, "spdx:Checksum")
		b.is(algorithm, "spdx:ChecksumAlgorithm")
		b.add(sum, "spdx:algorithm", algorithm)
		b.add(sum, "spdx:checksumValue", rdf.Typed(f.SHA256, rdf.HexBinary))
		b.add(subject, "spdx:checksum", sum)
	}
	return subject
}

func (b *builder) status(state view.PublicState) rdf.Term {
	if state == view.Archived {
		return b.concept(distributionStatus+"DEPRECATED", "Không còn cập nhật", "Deprecated")
	}
	return b.concept(distributionStatus+"COMPLETED", "Hoàn thành", "Completed")
}

// fileTypes are those that the EU's list of file types names.
var fileTypes = map[string]string{"csv": "CSV", "excel": "CSV", "tsv": "TSV", "xlsx": "XLSX", "ods": "ODS", "json": "JSON", "geojson": "GEOJSON", "parquet": "PARQUET"}

func (b *builder) format(name string) rdf.Term {
	x := b.catalogue().Part("format-" + name)
	label := strings.ToUpper(name)
	if code, ok := fileTypes[name]; ok {
		x, label = rdf.IRI(fileType+code), code
	}
	b.is(x, "dct:MediaTypeOrExtent")
	b.add(x, "rdfs:label", rdf.Text(label, ""))
	return x
}

var registered = regexp.MustCompile(`^[a-z]+/[a-z0-9][a-z0-9.+-]*$`)

// mediaType names a type of the IANA register; x- types are not in it.
func (b *builder) mediaType(name string) rdf.Term {
	name, _, _ = strings.Cut(name, ";")
	if !registered.MatchString(name) || strings.Contains(name, "/x-") {
		return rdf.Term{}
	}
	x := rdf.IRI("https://www.iana.org/assignments/media-types/" + name)
	b.is(x, "dct:MediaType")
	b.add(x, "rdfs:label", rdf.Text(name, ""))
	return x
}
