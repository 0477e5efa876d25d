"""XMP without what tells of some groups: a new packet of the properties that may stay.

Their namespaces are those of XMP (ISO 16684-1, Adobe's part 2), IPTC Photo Metadata 2023, Exif for
XMP (CIPA DC-010), PLUS, the Metadata Working Group, Microsoft, and of what drones write.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from mirnet_gui.photo.metadata.groups import KEPT, NEUTRAL, UNKNOWN, Group, Groups, groups
from mirnet_gui.photo.metadata.xmp import NAMESPACE as OURS
from mirnet_gui.photo.metadata.xmp_document import (
    RDF,
    Attribute,
    Document,
    Element,
    Name,
    declared_around,
    declared_by,
    parsed,
)

_LOCATION, _CAMERA, _WORDS = groups("location"), groups("camera"), groups("words")
_COPYRIGHT, _DATE = groups("copyright"), groups("date")

_DC: Final = "http://purl.org/dc/elements/1.1/"
_XMP: Final = "http://ns.adobe.com/xap/1.0/"
_RIGHTS: Final = "http://ns.adobe.com/xap/1.0/rights/"
_MANAGED: Final = "http://ns.adobe.com/xap/1.0/mm/"
_TIFF: Final = "http://ns.adobe.com/tiff/1.0/"
_EXIF: Final = "http://ns.adobe.com/exif/1.0/"
_EXIF_EX: Final = "http://cipa.jp/exif/1.0/"
_AUX: Final = "http://ns.adobe.com/exif/1.0/aux/"
_PHOTOSHOP: Final = "http://ns.adobe.com/photoshop/1.0/"
_IPTC_CORE: Final = "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"
_IPTC_EXTENSION: Final = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
_LIGHTROOM: Final = "http://ns.adobe.com/lightroom/1.0/"
_MICROSOFT: Final = "http://ns.microsoft.com/photo/1.0/"
_MICROSOFT_PEOPLE: Final = "http://ns.microsoft.com/photo/1.2/"
_REGIONS: Final = "http://www.metadataworkinggroup.com/schemas/regions/"
_KEYWORDS: Final = "http://www.metadataworkinggroup.com/schemas/keywords/"
_DIGIKAM: Final = "http://www.digikam.org/ns/1.0/"
_PLUS: Final = "http://ns.useplus.org/ldf/xmp/1.0/"
_CREATIVE_COMMONS: Final = "http://creativecommons.org/ns#"

_WHOLE: Final[dict[str, Groups]] = {
    OURS: KEPT,
    _RIGHTS: _COPYRIGHT,
    _PLUS: _COPYRIGHT,
    _CREATIVE_COMMONS: _COPYRIGHT,
    _AUX: _CAMERA,
    _KEYWORDS: _WORDS,
    _REGIONS: _WORDS,
    _MICROSOFT_PEOPLE: _WORDS,
}
"""Namespaces that tell of the same in all of their properties."""

_SINGLE: Final[dict[str, dict[Groups, str]]] = {
    _DC: {
        _WORDS: "title description subject relation",
        _COPYRIGHT: "creator rights publisher contributor source",
        _DATE: "date",
        NEUTRAL: "format type language",
    },
    _XMP: {
        _DATE: "CreateDate ModifyDate MetadataDate",
        _CAMERA: "CreatorTool",
        _WORDS: "Nickname",
        NEUTRAL: "Rating Label",
    },
    _MANAGED: {groups("camera", "date"): "DocumentID InstanceID OriginalDocumentID"},
    _TIFF: {
        KEPT: "Orientation XResolution YResolution ResolutionUnit ImageWidth ImageLength "
        "BitsPerSample SamplesPerPixel Compression PhotometricInterpretation PlanarConfiguration "
        "YCbCrSubSampling YCbCrPositioning TransferFunction WhitePoint PrimaryChromaticities "
        "YCbCrCoefficients ReferenceBlackWhite",
        _CAMERA: "Make Model Software HostComputer",
        _WORDS: "ImageDescription",
        _COPYRIGHT: "Artist Copyright",
        _DATE: "DateTime",
    },
    _EXIF: {
        KEPT: "ExifVersion FlashpixVersion ColorSpace PixelXDimension PixelYDimension",
        NEUTRAL: "ComponentsConfiguration CompressedBitsPerPixel ExposureTime FNumber "
        "ExposureProgram SpectralSensitivity ISOSpeedRatings OECF ShutterSpeedValue ApertureValue "
        "BrightnessValue ExposureBiasValue MaxApertureValue SubjectDistance MeteringMode "
        "LightSource Flash FocalLength SubjectArea FlashEnergy SpatialFrequencyResponse "
        "FocalPlaneXResolution FocalPlaneYResolution FocalPlaneResolutionUnit SubjectLocation "
        "ExposureIndex SensingMethod FileSource SceneType CFAPattern CustomRendered ExposureMode "
        "WhiteBalance DigitalZoomRatio FocalLengthIn35mmFilm SceneCaptureType GainControl Contrast "
        "Saturation Sharpness SubjectDistanceRange",
        _CAMERA: "ImageUniqueID DeviceSettingDescription",
        _WORDS: "UserComment",
        _DATE: "DateTimeOriginal DateTimeDigitized OffsetTime OffsetTimeOriginal "
        "OffsetTimeDigitized SubSecTime SubSecTimeOriginal SubSecTimeDigitized",
        groups("location", "date"): "GPSTimeStamp GPSDateStamp",
    },
    _EXIF_EX: {
        KEPT: "Gamma",
        NEUTRAL: "PhotographicSensitivity SensitivityType StandardOutputSensitivity "
        "RecommendedExposureIndex ISOSpeed ISOSpeedLatitudeyyy ISOSpeedLatitudezzz "
        "CompositeImage SourceImageNumberOfCompositeImage "
        "SourceExposureTimesOfCompositeImage InteroperabilityIndex",
        _CAMERA: "BodySerialNumber LensSpecification LensMake LensModel LensSerialNumber "
        "CameraFirmware RAWDevelopingSoftware ImageEditingSoftware MetadataEditingSoftware",
        groups("camera", "words", "copyright"): "CameraOwnerName",
        _COPYRIGHT: "Photographer",
        _WORDS: "ImageTitle ImageEditor",
        _LOCATION: "AmbientTemperature Humidity Pressure WaterDepth Acceleration "
        "CameraElevationAngle",
        _DATE: "OffsetTime OffsetTimeOriginal OffsetTimeDigitized",
    },
    _PHOTOSHOP: {
        _LOCATION: "City State Country",
        _WORDS: "Headline CaptionWriter Category SupplementalCategories Instructions "
        "TransmissionReference",
        _COPYRIGHT: "AuthorsPosition Credit Source",
        _DATE: "DateCreated",
        NEUTRAL: "Urgency ColorMode ICCProfile",
    },
    _IPTC_CORE: {
        _LOCATION: "Location CountryCode",
        _COPYRIGHT: "CreatorContactInfo",
        _WORDS: "SubjectCode Scene IntellectualGenre AltTextAccessibility ExtDescrAccessibility",
    },
    _IPTC_EXTENSION: {
        _LOCATION: "LocationCreated LocationShown",
        _WORDS: "PersonInImage PersonInImageWDetails OrganisationInImageName "
        "OrganisationInImageCode Event EventId ProductInImage AboutCvTerm Genre Headline",
        _COPYRIGHT: "RegistryId DigImageGUID",
        NEUTRAL: "DigitalSourceType MaxAvailHeight MaxAvailWidth",
    },
    _LIGHTROOM: {_WORDS: "hierarchicalSubject weightedFlatSubject"},
    _MICROSOFT: {
        _WORDS: "LastKeywordXMP LastKeywordIPTC",
        _CAMERA: "CameraSerialNumber LensManufacturer LensModel FlashManufacturer FlashModel "
        "UniqueCameraModel",
        _DATE: "DateAcquired",
        NEUTRAL: "Rating",
    },
    _DIGIKAM: {
        _WORDS: "TagsList CaptionsAuthorNames",
        _DATE: "CaptionsDateTimeStamps",
        NEUTRAL: "ColorLabel PickLabel",
    },
}
_NAMED: Final[dict[Name, Groups]] = {
    (namespace, local): belonging
    for namespace, table in _SINGLE.items()
    for belonging, names in table.items()
    for local in names.split()
}
_TAG = re.compile(rb"<[^>]*>")
_HEAD: Final = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
    f'<x:xmpmeta xmlns:x="adobe:ns:meta/">\n<rdf:RDF xmlns:rdf="{RDF}">\n'
).encode()
_TAIL: Final = b'</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end="w"?>'


def without(
    packet: bytes, unwanted: frozenset[Group], is_unwanted: Callable[[bytes], bool]
) -> bytes | None:
    """The packet without what tells of ``unwanted``; None where nothing stays.

    Properties that nobody knows go with each group, as does all that is no property, and texts of
    which ``is_unwanted`` is true. Raises ValueError for a packet that is not understood.
    """
    document = parsed(packet)
    around = declared_around(document)
    parts = [
        _description({**around, **declared_by(document, owner)}, document, place)
        for owner, place in _properties(document)
        if not groups_of(place.name) & unwanted and not is_unwanted(_text(document, place))
    ]
    return b"".join([_HEAD, *parts, _TAIL]) if parts else None


def groups_of(name: Name) -> Groups:
    """What a property tells of."""
    namespace, local = name
    if namespace in _WHOLE:
        return _WHOLE[namespace]
    if namespace == _EXIF and local.startswith("GPS"):
        return _NAMED.get(name, _LOCATION)
    return _NAMED.get(name, UNKNOWN)


def _properties(document: Document) -> Iterator[tuple[Element, Element | Attribute]]:
    """Every property, and the description that it stands in."""
    owners = {id(each) for each in document.descriptions() if each.name == (RDF, "Description")}
    for element in document.elements:
        if id(element) in owners:
            yield from ((element, each) for each in element.attributes if each.name[0] != RDF)
        elif element.parent is not None and id(element.parent) in owners:
            yield element.parent, element


def _text(document: Document, place: Element | Attribute) -> bytes:
    if isinstance(place, Attribute):
        return place.value
    return _TAG.sub(b" ", document.inner(place))


def _description(
    declared: dict[bytes, bytes], document: Document, place: Attribute | Element
) -> bytes:
    whole = document.packet[place.start : place.end]
    names = b"".join(
        b" " + name + b"=" + value
        for name, value in declared.items()
        if name != b"xmlns:rdf" and name.removeprefix(b"xmlns:") + b":" in whole
    )
    head = b'<rdf:Description rdf:about=""' + names
    if isinstance(place, Attribute):
        return head + b" " + whole + b"/>\n"
    return head + b">" + whole + b"</rdf:Description>\n"
