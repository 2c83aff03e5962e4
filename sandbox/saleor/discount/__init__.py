class DiscountValueType:
    FIXED = "fixed"
    PERCENTAGE = "percentage"


class DiscountType:
    VOUCHER = "voucher"


class VoucherType:
    SHIPPING = "shipping"
    ENTIRE_ORDER = "entire_order"
    SPECIFIC_PRODUCT = "specific_product"
