"""Answers for the forms of the library's linked procedures: as an applicant and officers give them."""

from __future__ import annotations

from typing import Any

ADDRESS = {"tinh": "44", "xa": "19351", "dia_chi": "24 Trần Phú, khu phố 3"}
PERMIT: dict[str, Any] = {
    "ten_chu_dau_tu": "Nguyễn Thị Bích Hằng",
    "so_dinh_danh_ca_nhan": "045188002417",
    "so_dien_thoai": "0914552187",
    "lo_dat_so": "Thửa 214, tờ bản đồ 17",
    "dien_tich": 120.5,
    "tai_so_nha_duong_pho": "24 Trần Phú, khu phố 3",
    "phuong_xa": "Phường Nam Đông Hà",
    "tinh_thanh_pho": "quang_tri",
    "ten_to_chuc_lap_thiet_ke": "Công ty Tư vấn xây dựng Thạch Hãn",
    "cap_cong_trinh": "cap_iii",
    "cot_xay_dung": 0.45,
    "dien_tich_xay_dung_tang_1": 84,
    "tong_dien_tich_san": 168,
    "chieu_cao_cong_trinh": 8.4,
    "so_tang": 2,
    "du_kien_hoan_thanh_thang": 9,
}
LAND: dict[str, Any] = {
    "nguoi_sdd": "Nguyễn Thị Bích Hằng",
    "so_dinh_danh": "045188002417",
    "dia_chi_thua": ADDRESS,
    "dien_tich": {"tong": 120.5, "rieng": 120.5},
    "muc_dich": ["dat_o"],
    "nguon_goc": ["ong_cha_de_lai"],
    "de_nghi_ghi_no": "khong",
}
LINKED_BIRTH: dict[str, Any] = {
    "ho_ten_nguoi_yeu_cau": "Võ Đình Khôi",
    "ngay_sinh_nguoi_yeu_cau": "1990-05-01",
    "giay_to_tuy_than_loai": "can_cuoc",
    "giay_to_tuy_than_so": "045090001236",
    "quan_he": "cha",
    "ho_ten_con": "VÕ MINH AN",
    "ngay_sinh_con": "2026-06-01",
    "ngay_sinh_bang_chu": "Ngày một tháng sáu năm hai nghìn không trăm hai mươi sáu",
    "gioi_tinh": "nam",
    "dan_toc": "kinh",
    "quoc_tich": "viet_nam",
    "noi_sinh": "Bệnh viện Đa khoa tỉnh Quảng Trị",
    "que_quan": "Phường Nam Đông Hà, tỉnh Quảng Trị",
    "me": {"ho_ten": "Lê Thị Hoa", "nam_sinh": "1992"},
    "thuong_tru": {
        "chu_ho_ho_ten": "Võ Đình Khôi",
        "chu_ho_so_dinh_danh": "045090001236",
        "quan_he_voi_chu_ho": "Con",
        "dia_chi": ADDRESS,
        "chu_ho_dong_y": True,
    },
    "bhyt": {"noi_kham_ban_dau": "Trạm Y tế phường Nam Đông Hà"},
}
APPRAISAL: dict[str, Any] = {
    "ngay_kiem_tra_thuc_dia": "2026-10-05",
    "phu_hop_quy_hoach": True,
    "bao_dam_an_toan_lien_ke": True,
    "ban_ve_day_du": True,
    "ket_qua_tham_dinh": "dat",
}
VERIFICATION: dict[str, Any] = {
    "nguon_goc_xac_nhan": "Sử dụng ổn định từ trước ngày 15/10/1993.",
    "co_tranh_chap": False,
    "phu_hop_quy_hoach": True,
    "can_trich_do": False,
    "ngay_niem_yet": "2026-10-06",
}
CONCLUSION: dict[str, Any] = {"so_y_kien_phan_anh": 0, "ket_luan": "du_dieu_kien"}
SLIP: dict[str, Any] = {
    "so_phieu": "58/PC-UBND",
    "ngay_nhan_du_ho_so": "2026-10-05",
    "can_cu_tinh": "Bảng giá đất năm 2026, vị trí 2.",
    "dien_tich_tinh": 120.5,
    "doi_tuong_mien_giam": False,
}
TAX_NOTICE: dict[str, Any] = {
    "so_thong_bao": "1042/TB-TCS2",
    "ngay_thong_bao": "2026-10-22",
    "khoan_thu": ["tien_su_dung_dat"],
    "so_tien_phai_nop": 36_000_000,
    "duoc_ghi_no": False,
}
ENTRY: dict[str, Any] = {
    "ket_qua_tham_tra": "dat",
    "so_dang_ky": "58",
    "quyen_so": "01/2026",
    "ngay_dang_ky": "2026-10-05",
}
RESIDENCE: dict[str, Any] = {
    "ket_qua_thuong_tru": "da_dang_ky",
    "so_thong_bao_thuong_tru": "311/TB-CAP",
    "ngay_thuong_tru": "2026-10-06",
}
CARD: dict[str, Any] = {
    "ket_qua_bhyt": "da_cap",
    "ma_the_bhyt": "TE1454512345678",
    "the_co_gia_tri_tu": "2026-10-06",
}
