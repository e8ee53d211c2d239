using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.DependencyInjection;

namespace IdentitySource.Storage.Keys;

/// <summary>Data Protection's keys at rest lie under the master key, like everything else. The master key is asked for when there is something to encrypt.</summary>
public sealed class MasterKeyXmlEncryptor(Func<MasterKey> master) : IXmlEncryptor
{
    internal const string Purpose = "data-protection";

    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        var clear = Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting));
        XElement kept = new("masterKey", Convert.ToBase64String(master().Protect(Purpose, clear)));
        return new EncryptedXmlInfo(kept, typeof(MasterKeyXmlDecryptor));
    }
}

/// <summary>Named in the stored XML and made by Data Protection itself, hence the constructor.</summary>
public sealed class MasterKeyXmlDecryptor(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement)
    {
        var clear = services.GetRequiredService<MasterKey>().Unprotect(MasterKeyXmlEncryptor.Purpose, Convert.FromBase64String(encryptedElement.Value));
        return XElement.Parse(Encoding.UTF8.GetString(clear));
    }
}
