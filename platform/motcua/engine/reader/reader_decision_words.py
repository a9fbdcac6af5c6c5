"""What is said of a decision table that cannot be read, and the bounds of one that can."""

from __future__ import annotations

from motcua.domain.text import Text

HIT_POLICIES = ("UNIQUE", "FIRST", "ANY", "COLLECT")
MAX_ROWS = 500
MAX_COLUMNS = 40

NOT_A_TABLE = Text(
    "chỉ chạy được bảng quyết định đứng một mình. Vẽ lại thành một bảng.",
    "only a decision table that stands alone is run. Draw it as one table.",
)
HIT_POLICY = Text(
    f"cách chọn dòng không chạy được. Chọn một trong: {', '.join(HIT_POLICIES)}.",
    f"the hit policy is not run. Choose one of: {', '.join(HIT_POLICIES)}.",
)
AGGREGATION = Text(
    "không tính tổng, đếm hay lớn nhất được. Bỏ phần gộp (aggregation) của COLLECT.",
    "sums, counts and maxima are not run. Take the aggregation off COLLECT.",
)
INPUT = Text(
    "cột điều kiện chỉ được là tên một trường, ví dụ dien_tich.",
    "an input column must be the name of one field, such as dien_tich.",
)
OUTPUT_MISSING = Text(
    "chưa có cột kết quả. Thêm một cột kết quả có tên.", "it has no output. Add an output column with a name."
)
OUTPUT = Text(
    "cột kết quả cần một tên riêng gồm chữ a–z, chữ số và dấu _, ví dụ mien_thue.",
    "an output column needs a name of its own of letters a–z, digits and _, such as mien_thue.",
)
DEFAULT = Text(
    "không dùng được giá trị mặc định. Thêm một dòng cuối với các ô - và chọn FIRST.",
    "default values are not run. Add a last row with - in its cells and choose FIRST.",
)
ROWS_MISSING = Text("bảng chưa có dòng nào. Thêm ít nhất một dòng.", "it has no rows. Add one at least.")
TOO_LARGE = Text(
    f"bảng có hơn {MAX_ROWS} dòng hoặc {MAX_COLUMNS} cột. Tách thành nhiều bảng.",
    f"it has more than {MAX_ROWS} rows or {MAX_COLUMNS} columns. Split it over several tables.",
)
ROW = Text(
    "số ô không khớp số cột. Điền đủ các ô.", "its cells do not match the columns. Fill in every cell."
)
ROW_TOO_LARGE = Text(
    "các điều kiện của dòng quá dài. Tách thành nhiều dòng.",
    "the conditions of the row are too long. Split it over several rows.",
)
