/**
 * Types shared by several modules. Nothing here runs.
 *
 * @typedef {Int32Array | Uint32Array | Uint16Array | Uint8Array} Numbers
 *
 * @typedef {object} LayerEntry One layer, in the order of the tree.
 * @property {string} path Names from the top joined by "/"; "" holds the events without a layer.
 * @property {string} title "" until the page says it, for events without a layer and the layer of all others.
 * @property {string} colour "#rrggbb", for the light theme.
 * @property {string} colour_on_dark The same for the dark theme.
 * @property {boolean} visible Switched on when the page opens.
 * @property {number} parent Index of the parent layer; -1 at the top.
 * @property {number} depth
 * @property {number} count Number of events directly in the layer.
 * @property {number} total Number of events in the layer and its descendants.
 * @property {Record<string, string>} [about] What the layer holds, its source, its last day, its limits.
 *
 * @typedef {object} ColumnEntry
 * @property {string} name
 * @property {"u8" | "u16" | "u32" | "i32"} type
 * @property {number} length
 * @property {boolean} [step] Whether it holds differences between consecutive values.
 *
 * @typedef {object} TextPart
 * @property {string[]} fields
 * @property {Record<string, string>} [constants] Fields with the same value in all rows.
 * @property {[node: number, start: number, length: number][]} blocks
 *
 * @typedef {object} TextEntry
 * @property {number} rows Number of events per block.
 * @property {TextPart} head Fields for the list and the search.
 * @property {TextPart} body Additional fields for a card.
 * @property {TextPart} [places] Additional fields of the place, stored once per place.
 * @property {string[]} [files] Path of each node's file, for a split page.
 *
 * @typedef {object} Finding One diagnostic of the build.
 * @property {string} code
 * @property {string} severity
 * @property {string[]} values What its message quotes.
 * @property {string} file
 * @property {number} line
 *
 * @typedef {object} OpenEntry
 * @property {Record<string, number>} [view] `lon`, `lat` and `zoom`, or `west`, `south`, `east` and `north`.
 * @property {string} [from] A day, month or year.
 * @property {string} [to]
 *
 * @typedef {object} PageEntry Settings and findings of the page.
 * @property {string} title
 * @property {string} description
 * @property {string} [byline]
 * @property {string} [licence]
 * @property {string} note
 * @property {boolean} table Whether the events are listed as a table.
 * @property {string} language
 * @property {string} worldview
 * @property {OpenEntry} [open] What the page shows when it opens, where that is set.
 * @property {string} tiles URL template of online tiles, or "".
 * @property {string} tiles_attribution
 * @property {string} as_of Day of the newest report or change, or "".
 * @property {Finding[]} findings The first findings, if asked for.
 * @property {Record<string, number>} finding_counts Number of all findings by severity; empty unless asked for.
 *
 * @typedef {object} Hues A class of colour.
 * @property {string} colour "#rrggbb", for the light theme.
 * @property {string} colour_on_dark
 *
 * @typedef {object} ClassWords What a class is of: a word of its column, or a kind of its own.
 * @property {string} [label] The word.
 * @property {"missing" | "others" | "range" | "below"} [kind]
 * @property {number} [low] Of a range of numbers.
 * @property {number} [high] Included, unless the kind is "below".
 *
 * @typedef {{ outer: string, inner: string }} Form A form of marks: SVG path data around
 *   (0, 0), whole and smaller inside.
 *
 * @typedef {object} SizeEntry Marks whose areas are proportional to a column.
 * @property {string} column
 * @property {[number: number, radius: number][]} sizes For the legend.
 * @property {number | null} smallest Numbers up to this one have the smallest size.
 * @property {boolean} missing Whether some events have no number.
 *
 * @typedef {object} FacetEntry One property that readers filter by.
 * @property {string} name Short name, in links and in the catalogue of words.
 * @property {string} column Its column, and the dictionary of its words.
 * @property {boolean} [many] Whether an event may have several values or none.
 * @property {boolean} [ordered] Whether its words have an order of their own, as numbers have.
 * @property {string[]} [off] Words that are off when the page opens.
 * @property {string} [title] Its heading, if it is not a column that the page knows.
 *
 * @typedef {object} Header
 * @property {number} version
 * @property {string} hash SHA-256 of the events as the page has them, shortened.
 * @property {number} count
 * @property {ColumnEntry[]} columns
 * @property {number} steps_per_degree
 * @property {number} shape_steps_per_degree
 * @property {Record<string, string[]>} dictionaries
 * @property {Record<string, number>} flags
 * @property {FacetEntry[]} facets
 * @property {number} [pictures] Number of the first node that is a picture.
 * @property {{ column: string, classes: (Hues & ClassWords)[] } | null} [style] Colours by a column.
 * @property {SizeEntry} [size]
 * @property {{ column: string, classes: (Form & ClassWords)[] }} [symbol] Forms by a column.
 * @property {LayerEntry[]} layers
 * @property {string} [only_country] Country of all events, if it is the same.
 * @property {TextEntry} text
 * @property {PageEntry} page
 *
 * @typedef {object} Shapes Lines and areas, each distinct one once. World units run from 0 to 1.
 * @property {number} count
 * @property {Uint32Array} firstRing First ring of each shape, and the total.
 * @property {Uint8Array} ringKind 0 points, 1 line, 2 outer ring, 3 hole.
 * @property {Uint8Array} ringLoose Ends at which a line fades out: 1 its start, 2 its end, 3 both.
 * @property {Uint32Array} firstPoint First point of each ring, and the total.
 * @property {Float64Array} x
 * @property {Float64Array} y
 * @property {Float64Array} bounds West, north, east and south of each ring, in world units.
 *
 * @typedef {object} FacetColumn The values of a facet: 0 is "not stated", else 1 + the position in its
 *   dictionary.
 * @property {Numbers} codes One value per event, or the values of one event after the other.
 * @property {Uint32Array | null} first Where the values of each event start, and their number; null if
 *   each event has one value.
 * @property {number} size One more than the largest possible code.
 *
 * @typedef {object} Columns The events, sorted by time. Each array has one element per event.
 * @property {number} count
 * @property {Int32Array} start First day, from 1970-01-01; OPEN_START when open.
 * @property {Int32Array} end Last day, inclusive; OPEN_END when open. Undated: start > end.
 * @property {Int32Array} begun Day by which it had begun.
 * @property {Int32Array} lasting Day until which it certainly lasted; before `begun` if it is vague.
 * @property {Int32Array} written First day as written: that of an approximate or uncertain date is later than `start`.
 * @property {Int32Array} lon In steps, `steps_per_degree` of them.
 * @property {Int32Array} lat
 * @property {Uint32Array} x Web Mercator, the world is 2^32 wide; west is 0.
 * @property {Uint32Array} y North is 0.
 * @property {Uint32Array} uncertainty In metres; UNKNOWN_RADIUS when not known.
 * @property {Numbers} layer
 * @property {Record<string, Numbers>} codes By column with a dictionary: 0 is not stated, else 1 +
 *   position in the dictionary.
 * @property {Numbers} status The same as `codes.status`.
 * @property {FacetColumn[]} facets In the order of the header.
 * @property {Uint8Array} flags
 * @property {Uint8Array} kind 0 none, 1 point, 2 points, 3 line, 4 area.
 * @property {Numbers | null} style Class of its colour, if a column gives the colours.
 * @property {Numbers | null} size Twice the radius of its mark in pixels, or 0, if a column gives the sizes.
 * @property {Numbers | null} symbol Class of its form, if a column gives the forms.
 * @property {Uint32Array | null} deaths 1 + the reported deaths; 0 where none are stated.
 * @property {Uint32Array} shape 1 + number of its shape; 0 when it has none.
 * @property {Shapes} shapes
 *
 * @typedef {object} View Where the map looks.
 * @property {number} lon
 * @property {number} lat
 * @property {number} zoom
 *
 * @typedef {object} State All that the reader chose.
 * @property {number | null} from First day of the window.
 * @property {number | null} to Last day, inclusive.
 * @property {boolean} undated Whether undated events are shown.
 * @property {string[]} hidden Paths of the layers that are off, sorted.
 * @property {boolean} certain Whether only events are shown that are certainly in the window.
 * @property {string[]} without Facet values that are off, such as "status:planned", sorted.
 * @property {string[]} only Facet values that alone are on, of facets with few on; sorted.
 * @property {string} query
 * @property {string} sort Order of the list; "" is the order of time.
 * @property {boolean} table Whether the events are listed as a table.
 * @property {string} lang Language of the interface; "" is the page's own.
 * @property {string | null} stop Stop of a story that is open; "" when the reader has left it, null by default.
 * @property {string | null} event Id of the event whose card is open.
 * @property {View | null} view
 *
 * @typedef {object} Filter A state made ready for the pass over the columns.
 * @property {number} from
 * @property {number} to
 * @property {boolean} windowed Whether a window is set at all.
 * @property {boolean} undated
 * @property {Uint8Array} layers 1 where the layer is on.
 * @property {boolean} certain Only events that are certainly in the window.
 * @property {Uint8Array[]} facets For each facet, 1 for each code that is on.
 * @property {Uint8Array | null} hits 1 where the search matches; null when there is no search.
 *
 * @typedef {object} GridView The part of the world that is gathered into cells.
 * @property {number} x0 World column (of 2^32) of the left edge of the first cell.
 * @property {number} y0
 * @property {number} shift A cell is 2^shift world units wide.
 * @property {number} cols
 * @property {number} rows
 * @property {{ first: number, step: number }} [hexagons] If the cells are hexagons: the first row, from
 *   the north edge of the world, and the distance between rows in world units.
 */

export {};
