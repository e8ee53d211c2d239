using System.Buffers.Text;
using System.Numerics;
using System.Security.Cryptography;
using IdentitySource.Protocol.Jose;

namespace IdentitySource.Protocol.Tests.Jose;

/// <summary>The private keys printed in RFC 7515 and RFC 7520. Only tests can import a private JWK.</summary>
internal static class RfcKeys
{
    /// <summary>RFC 7515 appendix A.2.1; also RFC 7517's second example of a key.</summary>
    public static readonly SigningKey Rfc7515Rsa = Rsa(
        "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_"
        + "YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uD"
        + "Zlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ",
        "4BzEEOtIpmVdVEZNCqS7baC4crd0pqnRH_5IB3jw3bcxGn6QLvnEtfdUdiYrqBdss1l58BQ3KhooKeQTa9AB0Hw_Py5PJdTJNPY8cQn7ouZ2KKDcmnPGBY5t"
        + "7yLc1QlQ5xHdwW1VhvKn-nXqhJTBgIPgtldC-KDV5z-y2XDwGUc");

    /// <summary>RFC 7520 §3.4, Bilbo's.</summary>
    public static readonly SigningKey Rfc7520Rsa = Rsa(
        "n4EPtAOCc9AlkeQHPzHStgAbgs7bTZLwUBZdR8_KuKPEHLd4rHVTeT-O-XV2jRojdNhxJWTDvNd7nqQ0VEiZQHz_AJmSCpMaJMRBSFKrKb2wqVwGU_NsYOYL"
        + "-QtiWN2lbzcEe6XC0dApr5ydQLrHqkHHig3RBordaZ6Aj-oBHqFEHYpPe7Tpe-OfVfHd1E6cS6M1FZcD1NNLYD5lFHpPI9bTwJlsde3uhGqC0ZCuEHg8lhzw"
        + "OHrtIQbS0FVbb9k3-tVTU4fg_3L_vniUFAKwuCLqKnS2BYwdq_mzSnbLY7h_qixoR7jig3__kRhuaxwUkRz5iaiQkqgc5gHdrNP5zw",
        "3Slxg_DwTXJcb6095RoXygQCAZ5RnAvZlno1yhHtnUex_fp7AZ_9nRaO7HX_-SFfGQeutao2TDjDAWU4Vupk8rw9JR0AzZ0N2fvuIAmr_WCsmGpeNqQnev1T"
        + "7IyEsnh8UMt-n5CafhkikzhEsrmndH6LxOrvRJlsPp6Zv8bUq0k");

    /// <summary>RFC 7515 appendix A.3.1.</summary>
    public static readonly SigningKey Rfc7515Ec = P256(
        "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
        "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
        "jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI");

    /// <summary>One prime is enough: the other members follow from it.</summary>
    private static SigningKey Rsa(string n, string prime)
    {
        BigInteger modulus = Number(n), p = Number(prime), q = modulus / p, e = 65537;
        var d = Inverse(e, (p - 1) * (q - 1));
        using var rsa = RSA.Create(new RSAParameters
        {
            Modulus = Bytes(modulus, 256),
            Exponent = [1, 0, 1],
            D = Bytes(d, 256),
            P = Bytes(p, 128),
            Q = Bytes(q, 128),
            DP = Bytes(d % (p - 1), 128),
            DQ = Bytes(d % (q - 1), 128),
            InverseQ = Bytes(Inverse(q, p), 128),
        });
        return SigningKey.ImportPkcs8(SigningAlgorithm.RS256, rsa.ExportPkcs8PrivateKey());
    }

    private static SigningKey P256(string x, string y, string d)
    {
        using var ec = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = Base64Url.DecodeFromChars(x), Y = Base64Url.DecodeFromChars(y) },
            D = Base64Url.DecodeFromChars(d),
        });
        return SigningKey.ImportPkcs8(SigningAlgorithm.ES256, ec.ExportPkcs8PrivateKey());
    }

    private static BigInteger Number(string text) => new(Base64Url.DecodeFromChars(text), isUnsigned: true, isBigEndian: true);

    private static byte[] Bytes(BigInteger number, int size)
    {
        var bytes = number.ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. new byte[size - bytes.Length], .. bytes];
    }

    private static BigInteger Inverse(BigInteger value, BigInteger modulus)
    {
        BigInteger r = modulus, next = value, t = 0, step = 1;
        while (next != 0)
        {
            var quotient = r / next;
            (r, next) = (next, r - (quotient * next));
            (t, step) = (step, t - (quotient * step));
        }

        return t < 0 ? t + modulus : t;
    }
}
